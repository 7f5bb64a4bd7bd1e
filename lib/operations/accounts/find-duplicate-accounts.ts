import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { accountBrief, accountIdField, toAccountBrief } from "./account";
import { requireAccount } from "./account-values";

/** Accounts that may be one customer, and why. */
interface Group {
  reason: "email" | "phone" | "whatsapp" | "name" | "localName";
  value: string;
  ids: string[];
}

const duplicateGroup = z.object({
  reason: z.enum(["email", "phone", "whatsapp", "name", "localName"]),
  value: z.string(),
  accounts: z.array(accountBrief),
});

/** Identifiers that several live customers share. */
function sharedIdentifiers(db: DatabaseClient, accountId: string | null, limit: number) {
  return db.$queryRaw<Group[]>`
    SELECT kind AS reason, value, array_agg(account_id ORDER BY account_id) AS ids FROM account_identifiers
    WHERE is_shared AND (${accountId}::text IS NULL OR (kind, value) IN
      (SELECT kind, value FROM account_identifiers WHERE account_id = ${accountId}))
    GROUP BY kind, value HAVING count(*) > 1 ORDER BY kind, value LIMIT ${limit}::int`;
}

/** Names that several live customers have, without regard to case and accents. */
function sameNames(db: DatabaseClient, sortName: string | null, limit: number) {
  return sortName === null
    ? db.$queryRaw<Group[]>`
        SELECT 'name' AS reason, sort_name AS value, (array_agg(id ORDER BY id))[1:10] AS ids FROM accounts
        WHERE deleted_at IS NULL GROUP BY sort_name HAVING count(*) > 1 ORDER BY sort_name LIMIT ${limit}::int`
    : db.$queryRaw<Group[]>`
        SELECT 'name' AS reason, sort_name AS value, (array_agg(id ORDER BY id))[1:10] AS ids FROM accounts
        WHERE deleted_at IS NULL AND sort_name = ${sortName} GROUP BY sort_name HAVING count(*) > 1`;
}

export const findDuplicateAccounts = defineOperation({
  name: "find_duplicate_accounts",
  title: "Find duplicate customers",
  description:
    "Finds customers who may be the same: they share a mail, phone or WhatsApp identity, or have the same name. With accountId only what may be a double of that customer. A shared phone can be a family: show the user the groups before merge_accounts.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    accountId: accountIdField.optional(),
    limit: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ description: "How many groups, 1 to 100.", examples: [20] }),
  }),
  output: z.object({ items: z.array(duplicateGroup) }),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "group of possible duplicates", "groups of possible duplicates"),

  async run({ db, caller }, { accountId, limit }) {
    const account = accountId ? await requireAccount(db, accountId) : null;
    const groups = [
      ...(await sharedIdentifiers(db, account?.id ?? null, limit)),
      ...(await sameNames(db, account?.sortName ?? null, limit)),
    ].slice(0, limit);
    const rows = await db.account.findMany({
      where: { id: { in: groups.flatMap(({ ids }) => ids) }, deletedAt: null },
    });
    const byId = new Map(rows.map((row) => [row.id, toAccountBrief(row, caller.role === "staff")]));
    const items = groups.map(({ reason, value, ids }) => ({
      reason,
      value,
      accounts: ids.flatMap((id) => byId.get(id) ?? []),
    }));
    return { items: items.filter(({ accounts }) => accounts.length > 1) };
  },
});
