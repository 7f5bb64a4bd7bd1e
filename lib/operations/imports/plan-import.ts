import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { type Identifier, identifiersOf } from "../accounts/identifier";
import type { RowDuplicate } from "./import";
import type { ReadRow } from "./read-row";

const keyOf = ({ kind, value }: Identifier) => `${kind}:${value}`;
const rowIdentifiers = ({ values, phone }: ReadRow) => identifiersOf({ email: values.email, phone: phone?.e164 });

interface Owner {
  accountId: string;
  name: string;
}

/** Customers who already have a mail, phone or member code of the list. */
async function ownersIn(db: DatabaseClient, rows: readonly ReadRow[]): Promise<Map<string, Owner>> {
  const of = (kind: string) => [
    ...new Set(
      rows
        .flatMap(rowIdentifiers)
        .filter((each) => each.kind === kind)
        .map(({ value }) => value),
    ),
  ];
  const codes = [...new Set(rows.flatMap(({ values }) => values.memberCode ?? []))];
  const held = await db.accountIdentifier.findMany({
    where: { OR: ["email", "phone"].map((kind) => ({ kind, value: { in: of(kind) } })) },
    include: { account: { select: { name: true } } },
  });
  const coded = await db.account.findMany({ where: { memberCode: { in: codes }, deletedAt: null } });
  return new Map([
    ...held.map(
      ({ kind, value, accountId, account }) => [`${kind}:${value}`, { accountId, name: account.name }] as const,
    ),
    ...coded.map(({ id, name, memberCode }) => [`memberCode:${memberCode}`, { accountId: id, name }] as const),
  ]);
}

export interface ImportPlan {
  /** Rows that will become customers. */
  fresh: ReadRow[];
  duplicates: RowDuplicate[];
}

/** Sorts readable rows into new customers and those who are already there, or stand in the list twice. */
export async function planImport(db: DatabaseClient, rows: readonly ReadRow[]): Promise<ImportPlan> {
  const owners = await ownersIn(db, rows);
  const seen = new Map<string, ReadRow>();
  const plan: ImportPlan = { fresh: [], duplicates: [] };
  for (const row of rows) {
    const keys = rowIdentifiers(row).map(keyOf);
    if (row.values.memberCode) keys.push(`memberCode:${row.values.memberCode}`);
    const matched = keys.filter((key) => owners.has(key) || seen.has(key));
    const [first] = matched;
    if (first === undefined) {
      plan.fresh.push(row);
      for (const key of keys) seen.set(key, row);
      continue;
    }
    const owner = owners.get(first);
    const earlier = seen.get(first);
    plan.duplicates.push({
      row: row.row,
      matchedOn: matched.map((key) => key.slice(0, key.indexOf(":"))),
      accountId: owner?.accountId ?? null,
      name: owner?.name ?? earlier?.values.name ?? "",
      otherRow: owner ? null : (earlier?.row ?? null),
    });
  }
  return plan;
}
