import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { type Identifier, identifiersOf } from "../accounts/identifier";
import { fold } from "../accounts/search-text";
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

/** Whose a mail, phone or code of the list is: a customer's, or one whom an earlier row becomes. */
interface Target {
  accountId: string | null;
  otherRow: number | null;
  name: string;
}

/** A row that goes to a customer who has its mail or phone already: as a contact, or to fill what is empty. */
export interface RowToJoin extends Target {
  row: ReadRow;
}

export interface ImportPlan {
  /** Rows that will become customers; `shared` are the identifiers they take although somebody has them. */
  fresh: { row: ReadRow; shared: ReadonlySet<string> }[];
  links: RowToJoin[];
  merges: RowToJoin[];
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
  const seen = new Map<string, Target>();
  const plan: ImportPlan = { fresh: [], links: [], merges: [], duplicates: [] };
  for (const row of rows) {
    const keys = identifiersIn(row).map(keyOf);
    const code = row.values.memberCode ? [`memberCode:${row.values.memberCode}`] : [];
    const all = [...keys, ...code];
    const matched = all.filter((key) => owners.has(key) || seen.has(key));
    const isCoded = matched.some((key) => key.startsWith("memberCode:"));
    const target = onlyTarget(matched, owners, seen);
    if (matched.length === 0 || (onDuplicate === "share" && !isCoded)) {
      plan.fresh.push({ row, shared: new Set(matched) });
      note(seen, all, { accountId: null, otherRow: row.row, name: row.values.name ?? "" });
    } else if (target && onDuplicate === "merge") {
      plan.merges.push({ row, ...target });
      note(seen, all, target);
    } else if (target && onDuplicate === "link" && !isCoded && !isSamePerson(row, target)) {
      plan.links.push({ row, ...target });
      note(seen, keys, target);
    } else plan.duplicates.push(duplicateOf(row, matched, owners, seen));
  }
  return plan;
}

/** Nobody is a contact of themselves: the same person twice is to be merged, or held back. */
function isSamePerson({ values }: ReadRow, { name }: Target): boolean {
  return fold(values.name ?? "") === fold(name);
}

function note(seen: Map<string, Target>, keys: readonly string[], whose: Target): void {
  for (const key of keys) if (!seen.has(key)) seen.set(key, whose);
}

type Owners = ReadonlyMap<string, readonly Owner[]>;

/** Where a row may go: only when everything that matched is one and the same customer's. */
function onlyTarget(matched: readonly string[], owners: Owners, seen: ReadonlyMap<string, Target>): Target | undefined {
  const targets = matched.flatMap((key): Target[] => {
    const found = owners.get(key);
    if (found) return found.map(({ accountId, name }) => ({ accountId, name, otherRow: null }));
    const earlier = seen.get(key);
    return earlier ? [earlier] : [];
  });
  const [target, ...others] = new Map(targets.map((each) => [each.accountId ?? each.otherRow, each])).values();
  return others.length === 0 ? target : undefined;
}

function duplicateOf(
  row: ReadRow,
  matched: readonly string[],
  owners: Owners,
  seen: ReadonlyMap<string, Target>,
): RowDuplicate {
  const [first = ""] = matched;
  const owner = owners.get(first)?.[0];
  const earlier = seen.get(first);
  return {
    row: row.row,
    matchedOn: matched.map((key) => key.slice(0, key.indexOf(":"))),
    accountId: owner?.accountId ?? earlier?.accountId ?? null,
    name: owner?.name ?? earlier?.name ?? "",
    otherRow: owner ? null : (earlier?.otherRow ?? null),
  };
}
