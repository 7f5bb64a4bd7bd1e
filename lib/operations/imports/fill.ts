import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { StoredValue } from "../custom-fields/field-value";
import { IMPORT_FIELD_NAMES, type ImportField, type RowProblem } from "./import";
import type { ImportPlan, RowToJoin } from "./plan-import";
import type { ReadRow } from "./read-row";

const STAYS = "differs from what the customer has, which stays";
const NOT_OF_CONTACTS = "is left out: a contact has names, mail and phone only; share makes a customer of the row";
const OF_CONTACTS: readonly ImportField[] = ["name", "localName", "email", "phone"];

/** What a customer has, by field; custom fields by their definition. */
interface Standing {
  values: Partial<Record<ImportField, string | null>>;
  custom: Map<string, string>;
}

/** What one row adds to a customer, and what it would have changed. */
export interface Fill {
  row: ReadRow;
  accountId: string;
  values: Partial<Record<ImportField, string>>;
  custom: ReadRow["custom"];
  kept: RowProblem[];
}

/** Row by row: what is empty is filled, by the first row that has it, and what is there stays. */
export function fillsOf(
  rows: readonly { row: ReadRow; accountId: string }[],
  standing: ReadonlyMap<string, Standing>,
): Fill[] {
  return rows.map(({ row, accountId }) => {
    const fill: Fill = { row, accountId, values: {}, custom: [], kept: [] };
    const has = standing.get(accountId);
    if (!has) return fill;
    for (const field of IMPORT_FIELD_NAMES) {
      const given = field === "phone" ? row.phone?.e164 : row.values[field];
      if (!given) continue;
      if (!has.values[field]) has.values[field] = fill.values[field] = given;
      else if (has.values[field] !== given) fill.kept.push({ row: row.row, field, value: given, rule: STAYS });
    }
    for (const each of row.custom) {
      const given = textOf(each.values);
      const there = has.custom.get(each.definitionId);
      if (there === undefined) fill.custom.push(each);
      else if (there !== given) fill.kept.push({ row: row.row, field: each.field, value: given, rule: STAYS });
      if (there === undefined) has.custom.set(each.definitionId, given);
    }
    return fill;
  });
}

/** What a row has that the contact it becomes cannot hold. */
export function keptByLinking({ row, values, tags, custom }: ReadRow): RowProblem[] {
  const own = IMPORT_FIELD_NAMES.filter((field) => !OF_CONTACTS.includes(field)).map((field) => [field, values[field]]);
  const more = [["tags", tags.join("; ")], ...custom.map((each) => [each.field, textOf(each.values)])];
  return [...own, ...more].flatMap(([field = "", value]) =>
    value ? [{ row, field, value: value.slice(0, 100), rule: NOT_OF_CONTACTS }] : [],
  );
}

const textOf = (values: readonly Pick<StoredValue, "value">[]) => values.map(({ value }) => value).join("; ");

/** What these customers have now. */
export async function standingOf(db: DatabaseClient, ids: readonly string[]): Promise<Map<string, Standing>> {
  const accounts = await db.account.findMany({
    where: { id: { in: [...ids] }, deletedAt: null },
    include: { fieldValues: { orderBy: { position: "asc" } } },
  });
  return new Map(
    accounts.map(({ fieldValues, dateOfBirth, ...account }) => {
      const custom = new Map<string, string>();
      for (const { definitionId, value } of fieldValues) {
        const before = custom.get(definitionId);
        custom.set(definitionId, before === undefined ? value : `${before}; ${value}`);
      }
      const day = dateOfBirth?.toISOString().slice(0, 10) ?? null;
      return [account.id, { values: { ...account, dateOfBirth: day }, custom }];
    }),
  );
}

/** What merging would leave as it is; the customers whom earlier rows of the list become count as if they were there. */
export async function keptByMerging(
  db: DatabaseClient,
  { merges, fresh }: Pick<ImportPlan, "merges" | "fresh">,
): Promise<RowProblem[]> {
  if (merges.length === 0) return [];
  const standing = await standingOf(
    db,
    merges.flatMap(({ accountId }) => accountId ?? []),
  );
  for (const { row } of fresh) standing.set(`row ${row.row}`, standingOfRow(row));
  const keyOf = ({ accountId, otherRow }: RowToJoin) => accountId ?? `row ${otherRow}`;
  const rows = merges.map((merge) => ({ row: merge.row, accountId: keyOf(merge) }));
  return fillsOf(rows, standing).flatMap(({ kept }) => kept);
}

function standingOfRow({ values, phone, custom }: ReadRow): Standing {
  const made = { type: "individual", lifeStage: "active", source: "import" };
  return {
    values: { ...made, ...values, phone: phone?.e164 ?? null },
    custom: new Map(custom.map(({ definitionId, values: stored }) => [definitionId, textOf(stored)])),
  };
}
