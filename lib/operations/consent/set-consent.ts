import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { accountIdField, momentText } from "../accounts/account";
import { requireAccount } from "../accounts/account-values";
import { consentFields, consentView, toConsentView } from "./consent";
import { recordAnswer } from "./record-answer";
import { saidWhen } from "./said-when";
import { whoWithdrew, withdrawEverywhere } from "./same-address";

const neighbours = z.array(z.object({ accountId: z.string(), name: z.string() }));
const named = (people: z.output<typeof neighbours>) => people.map(({ name }) => name).join(", ");

export const setConsent = defineOperation({
  name: "set_consent",
  title: "Record a customer's consent",
  description:
    "Records that a customer agreed or withdrew, for one channel and purpose, with where it was said and what proves it; granted needs proof. Earlier answers are kept, the latest counts: the summary says when this one does not. A withdrawal also counts for customers who share the mail address or phone. Record only what the customer really said; to see it call get_consent.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    channel: consentFields.channel,
    purpose: consentFields.purpose,
    status: consentFields.status,
    source: consentFields.source,
    proof: consentFields.proof.optional(),
    occurredAt: momentText.optional().meta({
      description: "When it was said, if not now; a day is the company's, and on one day a withdrawal wins.",
      examples: ["2026-05-11"],
    }),
  }),
  /** `standing` is what counts now: this answer, or one that was given later. */
  output: z.object({
    consent: consentView,
    standing: consentView,
    accountName: z.string(),
    /** Customers with the same address, for whom the withdrawal counts as well. */
    alsoWithdrawn: neighbours,
    /** Customers with the same address who have withdrawn, when this one grants. */
    withdrewBefore: neighbours,
  }),
  renderType: "record",
  summary: ({ consent, standing, accountName, alsoWithdrawn, withdrewBefore }) =>
    [
      consent.isCurrent
        ? `${accountName}: ${consent.channel} for ${consent.purpose} ${consent.status}`
        : `${accountName}: ${consent.status} recorded, but a later answer says ${standing.status}: ${consent.channel} for ${consent.purpose} is still ${standing.status}`,
      ...(alsoWithdrawn.length > 0 ? [`also withdrawn for ${named(alsoWithdrawn)}, who has the same address`] : []),
      ...(withdrewBefore.length > 0
        ? [`${named(withdrewBefore)} has the same address and withdrew: ask the user which of the two counts`]
        : []),
    ].join("; "),
  undo: { none: "A consent record is evidence and stays; record what the customer says now with set_consent." },

  async run(context, { accountId, channel, purpose, status, source, proof, occurredAt }) {
    const { db, caller, note } = context;
    if (status === "granted" && proof === undefined)
      throw invalidField("proof", "is required when consent is granted", "Form 2026-114");
    const { name: accountName } = await requireAccount(db, accountId);
    const said = saidWhen(occurredAt, status, caller.workspace.timezone);
    if (said === null) throw invalidField("occurredAt", "must not be in the future");
    const answer = { channel, purpose, status, source, proof: proof ?? null, occurredAt: said };
    const { row, before } = await recordAnswer(context, accountId, answer);
    const consent = toConsentView(row);
    const isNo = status === "withdrawn";
    const alsoWithdrawn = isNo ? await withdrawEverywhere(context, accountId, answer, row.id) : [];
    const withdrewBefore = isNo ? [] : await whoWithdrew(context, accountId, answer);
    note({
      entityId: accountId,
      before: before && toConsentView(before),
      after: alsoWithdrawn.length > 0 ? { ...consent, alsoWithdrawn } : consent,
    });
    const standing = row.isCurrent || !before ? consent : toConsentView(before);
    return { consent, standing, accountName, alsoWithdrawn, withdrewBefore };
  },
});
