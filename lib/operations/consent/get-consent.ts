import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { accountIdField } from "../accounts/account";
import { requireAccount } from "../accounts/account-values";
import { consentView, toConsentView } from "./consent";

const MOST_RECORDS = 500;

export const getConsent = defineOperation({
  name: "get_consent",
  title: "Get a customer's consent",
  description:
    "Shows what a customer agreed to, by channel and purpose, with source and proof; history adds what was said before. No entry means nobody asked: do not market to them. Call it before sending anything that is not asked for.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    accountId: accountIdField,
    history: z
      .boolean()
      .default(false)
      .meta({ description: "Also earlier answers, newest first.", examples: [true] }),
  }),
  output: z.object({ accountId: z.string(), items: z.array(consentView) }),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "consent"),

  async run({ db }, { accountId, history }) {
    await requireAccount(db, accountId);
    const rows = await db.consentRecord.findMany({
      where: { accountId, ...(history ? {} : { isCurrent: true }) },
      orderBy: { id: "desc" },
      take: MOST_RECORDS,
    });
    return { accountId, items: rows.map(toConsentView) };
  },
});
