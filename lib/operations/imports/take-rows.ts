import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { enforceQuota } from "@/lib/kernel/quota";
import { phoneRegionOf } from "../accounts/identifier";
import { FIELD_TYPES } from "../custom-fields/custom-field";
import { aboutNewCustomers, keepPlans } from "./bulk-writes";
import { keptByLinking } from "./fill";
import { DATE_ORDERS, type ImportTarget, ON_IMPORT_DUPLICATE, type RowDuplicate, type RowProblem } from "./import";
import { knownTags, makeTags, taggingsOf } from "./import-tags";
import { mergeRows } from "./merge-rows";
import { newCustomerOf } from "./new-customer";
import { type ImportPlan, planImport } from "./plan-import";
import { type ReadRow, type RowReading, readRow } from "./read-row";
import { linkRows, storeCustomers, storeCustomValues } from "./store-rows";
import { carryOver } from "./twins-of-rows";

/** What the caller asked for besides the rows; an import of a file keeps it. */
export const importOptions = z.object({
  tagIds: z.array(z.string()),
  onDuplicate: z.enum(ON_IMPORT_DUPLICATE),
  dateOrder: z.enum(DATE_ORDERS),
  mayCreateTags: z.boolean(),
});
export type ImportOptions = z.output<typeof importOptions>;

export interface ImportContext {
  db: DatabaseClient;
  workspace: Pick<Workspace, "organisationId" | "companyId" | "country" | "quotas">;
}

/** How to read rows of these columns. */
export async function readingOf(
  { db, workspace }: ImportContext,
  columns: readonly string[],
  mapping: Record<string, ImportTarget>,
  { dateOrder }: Pick<ImportOptions, "dateOrder">,
): Promise<RowReading> {
  const fields = await customFieldsOf(db);
  return {
    targets: columns.flatMap((column, at) => (mapping[column] ? [{ at, target: mapping[column] }] : [])),
    customFields: new Map(fields.map((field) => [`custom:${field.fieldName}`, field])),
    region: await phoneRegionOf(db, workspace),
    dateOrder,
  };
}

/** The company's own fields of customers. */
export async function customFieldsOf(db: DatabaseClient) {
  const rows = await db.customFieldDefinition.findMany({
    where: { entityType: "account", deletedAt: null },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => ({ ...row, fieldType: z.enum(FIELD_TYPES).parse(row.fieldType) }));
}

export interface RowToRead {
  row: number;
  cells: readonly string[];
}

/** Rows as they were read and what is to become of them; nothing is written yet. */
export interface TakenRows extends ImportPlan {
  read: ReadRow[];
  knownTags: Map<string, string>;
}

/** Others are served after so many rows. */
const BREATH = 20;

/** Reads rows. This is pure computing, and others are served in between. */
export function readRows(rows: readonly RowToRead[], reading: RowReading): Promise<ReadRow[]> {
  return mapInBreaths(rows, ({ row, cells }) => readRow(cells, row, reading));
}

/** The same for rows that are about to be imported: the customers they become are written out too. */
export function readCustomers(rows: readonly RowToRead[], reading: RowReading): Promise<ReadRow[]> {
  return mapInBreaths(rows, ({ row, cells }) => {
    const read = readRow(cells, row, reading);
    return read.problems.length > 0 ? read : { ...read, customer: newCustomerOf(read) };
  });
}

async function mapInBreaths<T, U>(all: readonly T[], work: (one: T) => U): Promise<U[]> {
  const done: U[] = [];
  for (const one of all) {
    done.push(work(one));
    if (done.length % BREATH === 0) await breathe();
  }
  return done;
}

/** Finds out which rows can be taken in. */
export async function planRows(
  { db }: ImportContext,
  rows: readonly ReadRow[],
  { mayCreateTags, onDuplicate }: ImportOptions,
): Promise<TakenRows> {
  // The same rows are planned again when their transaction is repeated: what is found now is not noted on them.
  const read = rows.map((row) => ({ ...row, problems: [...row.problems] }));
  const known = await knownTags(db, read, mayCreateTags);
  const good = read.filter(({ problems }) => problems.length === 0);
  return { read, knownTags: known, ...(await planImport(db, good, onDuplicate)) };
}

export interface RowEffect {
  row: number;
  kind: "created" | "linked" | "filled";
  accountId: string;
  contactId: string | null;
  filled: string[];
  versionAfter: number | null;
  /** What a merged row has otherwise than the customer. */
  kept: RowProblem[];
}

/** Writes what was planned. Returns what each row did, in the order of the rows. Throws limit_reached. */
export async function storePlan(
  context: ImportContext,
  importId: string,
  { fresh, links, merges, knownTags: known }: TakenRows,
  options: ImportOptions,
): Promise<RowEffect[]> {
  const { db, workspace } = context;
  if (fresh.length > 0) await enforceQuota({ db, caller: { workspace } }, "customers", fresh.length);
  const tagIds = await makeTags(
    context,
    [...fresh, ...merges].map(({ row }) => row),
    known,
  );
  await keepPlans(db);
  const created = await storeFresh(context, importId, fresh, tagIds, options);
  await carryOver(context, fresh, created);
  const linked = await linkRows(context, links, created);
  const merged = await mergeRows(context, merges, created, tagIds);
  const left = new Map(links.map(({ row }) => [row.row, keptByLinking(row)]));
  const nothing = { contactId: null, filled: [], versionAfter: null, kept: [] };
  const joined: RowEffect[] = [
    ...linked.map((each) => ({ ...nothing, ...each, kind: "linked" as const, kept: left.get(each.row) ?? [] })),
    ...merged.map((each) => ({ ...nothing, ...each, kind: "filled" as const })),
  ];
  await storeEffects(context, importId, joined);
  const made = [...created].map(([row, accountId]) => ({ ...nothing, row, kind: "created" as const, accountId }));
  return [...made, ...joined].sort((a, b) => a.row - b.row);
}

/** Makes customers of rows nobody has been; returns their ids by row. */
async function storeFresh(
  context: ImportContext,
  importId: string,
  fresh: ImportPlan["fresh"],
  tagIds: ReadonlyMap<string, string>,
  { tagIds: forAll }: ImportOptions,
): Promise<Map<number, string>> {
  if (fresh.length === 0) return new Map();
  const made = fresh.map(({ row }) => ({ row, customer: row.customer ?? newCustomerOf(row) }));
  await aboutNewCustomers(context.db, () =>
    storeCustomers(
      context,
      importId,
      made.map(({ customer }) => customer),
      fresh.flatMap(({ shared }) => [...shared]),
      made.flatMap(({ row, customer }) => taggingsOf(row, customer.id, tagIds, forAll)),
    ),
  );
  await storeCustomValues(
    context,
    made.map(({ row, customer }) => ({ id: customer.id, custom: row.custom })),
  );
  return new Map(made.map(({ row, customer }) => [row.row, customer.id]));
}

async function storeEffects({ db, workspace }: ImportContext, importId: string, effects: readonly RowEffect[]) {
  if (effects.length === 0) return;
  const { organisationId, companyId } = workspace;
  const rows = effects.map(({ kept: _, ...effect }) => effect);
  await db.$executeRaw`
    INSERT INTO import_effects (organisation_id, company_id, import_id, "row", kind, account_id, contact_id, filled,
      version_after)
    SELECT ${organisationId}, ${companyId}, ${importId}, "row", kind, "accountId", "contactId", filled, "versionAfter"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("row" int, kind text, "accountId" text, "contactId" text,
      filled text[], "versionAfter" int)`;
  const touched = rows.filter(({ filled }) => filled.length > 0);
  if (touched.length === 0) return;
  // Earlier rows of this import may have made or filled the same customers: theirs is the version of now.
  await db.$executeRaw`
    UPDATE import_effects e SET version_after = r."versionAfter"
    FROM jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) AS r ("accountId" text, "versionAfter" int)
    WHERE e.import_id = ${importId} AND e.account_id = r."accountId"`;
}

/** Lets one import of a company write at a time, so that two cannot both find the same phone free. */
export async function lockImports(db: DatabaseClient, companyId: string): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${companyId}`}, 0))::text`;
}

/** A held-back row's reasons in one form: problems by field, and who has its mail, phone or code. */
export function reasonsOf(problems: readonly { field: string; value: string; rule: string }[]) {
  return problems.map(({ field, value, rule }) => ({ field, value, rule, accountId: null }));
}

/** The same for a duplicate. */
export function duplicateReason({ matchedOn, name, accountId, otherRow }: RowDuplicate) {
  const whose = otherRow === null ? `belongs to ${name}` : `stands in row ${otherRow} already`;
  return { field: matchedOn[0] ?? "name", value: "", rule: whose, accountId };
}
