import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { type Identifier, identifiersOf } from "../accounts/identifier";
import type { OnImportDuplicate, RowDuplicate } from "./import";
import type { ReadRow } from "./read-row";

const keyOf = ({ kind, value }: Identifier) => `${kind}:${value}`;
const identifiersIn = ({ values, phone }: ReadRow) => identifiersOf({ email: values.email, phone: phone?.e164 });

/** A shared phone has several owners; more of them tell nothing new. */
const OWNERS_LOOKED_AT = 5;

interface Owner {
  kind: string;
  value: string;
  accountId: string;
  name: string;
}

/** Customers who already have a mail, phone or member code of the list, by `kind:value`. */
async function ownersIn(db: DatabaseClient, rows: readonly ReadRow[]): Promise<Map<string, Owner[]>> {
  const wanted = rows.flatMap(identifiersIn);
  const kinds = wanted.map(({ kind }) => kind);
  const values = wanted.map(({ value }) => value);
  const codes = rows.flatMap((row) => row.values.memberCode ?? []);
  // One look into the index for each needle, and bare columns to look for: without statistics, or behind a function that
  // row security cannot trust, the planner would read every customer for every row.
  const found = await db.$queryRaw<Owner[]>`
    SELECT DISTINCT i.kind, i.value, i.account_id AS "accountId", a.name
    FROM unnest(${kinds}::text[], ${values}::text[]) AS w (kind, value)
    CROSS JOIN LATERAL (SELECT kind, value, account_id FROM account_identifiers
      WHERE kind = w.kind AND value = w.value LIMIT ${OWNERS_LOOKED_AT}::int) AS i
    CROSS JOIN LATERAL (SELECT name FROM accounts WHERE id = i.account_id LIMIT 1) AS a
    UNION ALL
    SELECT 'memberCode', w.code, a.id, a.name FROM unnest(${codes}::text[]) AS w (code)
    CROSS JOIN LATERAL (SELECT id, name FROM accounts WHERE member_code = w.code AND deleted_at IS NULL LIMIT 1) AS a`;
  const owners = new Map<string, Owner[]>();
  for (const owner of found) {
    const key = `${owner.kind}:${owner.value}`;
    owners.set(key, [...(owners.get(key) ?? []), owner]);
  }
  return owners;
}

/** A row that goes to a customer who has its mail or phone already, or to one whom an earlier row becomes. */
export interface RowToLink {
  row: ReadRow;
  accountId: string | null;
  otherRow: number | null;
}

export interface ImportPlan {
  /** Rows that will become customers; `shared` are the identifiers they take although somebody has them. */
  fresh: { row: ReadRow; shared: ReadonlySet<string> }[];
  links: RowToLink[];
  /** Held back, because somebody has their mail, phone or code. */
  duplicates: RowDuplicate[];
}

/** Sorts readable rows into new customers and those who are already there, or stand in the list twice. */
export async function planImport(
  db: DatabaseClient,
  rows: readonly ReadRow[],
  onDuplicate: OnImportDuplicate = "hold",
): Promise<ImportPlan> {
  const owners = await ownersIn(db, rows);
  const seen = new Map<string, ReadRow>();
  const plan: ImportPlan = { fresh: [], links: [], duplicates: [] };
  for (const row of rows) {
    const keys = identifiersIn(row).map(keyOf);
    if (row.values.memberCode) keys.push(`memberCode:${row.values.memberCode}`);
    const matched = keys.filter((key) => owners.has(key) || seen.has(key));
    const isCoded = matched.some((key) => key.startsWith("memberCode:"));
    const link = onDuplicate === "link" && !isCoded ? linkOf(row, matched, owners, seen) : undefined;
    if (matched.length === 0 || (onDuplicate === "share" && !isCoded)) {
      plan.fresh.push({ row, shared: new Set(matched) });
      for (const key of keys) if (!seen.has(key)) seen.set(key, row);
    } else if (link) plan.links.push(link);
    else plan.duplicates.push(duplicateOf(row, matched, owners, seen));
  }
  return plan;
}

type Owners = ReadonlyMap<string, readonly Owner[]>;
type Seen = ReadonlyMap<string, ReadRow>;

/** Where a row can be linked: only when everything that matched is one and the same customer. */
function linkOf(row: ReadRow, matched: readonly string[], owners: Owners, seen: Seen): RowToLink | undefined {
  const accountIds = new Set(matched.flatMap((key) => owners.get(key)?.map(({ accountId }) => accountId) ?? []));
  const rows = new Set(matched.flatMap((key) => (owners.has(key) ? [] : (seen.get(key)?.row ?? []))));
  const [accountId = null] = accountIds;
  const [otherRow = null] = rows;
  return accountIds.size + rows.size === 1 ? { row, accountId, otherRow } : undefined;
}

function duplicateOf(row: ReadRow, matched: readonly string[], owners: Owners, seen: Seen): RowDuplicate {
  const [first = ""] = matched;
  const owner = owners.get(first)?.[0];
  const earlier = seen.get(first);
  return {
    row: row.row,
    matchedOn: matched.map((key) => key.slice(0, key.indexOf(":"))),
    accountId: owner?.accountId ?? null,
    name: owner?.name ?? earlier?.values.name ?? "",
    otherRow: owner ? null : (earlier?.row ?? null),
  };
}
