import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { invalidField } from "@/lib/kernel/refusals";
import { beginningOf } from "./beginning";
import { MOST_COLUMNS } from "./files/read-table";
import { keptByLinking, keptByMerging } from "./fill";
import { mappingOf, rowDuplicate, rowJoin, rowProblem } from "./import";
import { requireFile } from "./import-file";
import { remarksOn } from "./import-remarks";
import type { RowToJoin } from "./plan-import";
import {
  customFieldsOf,
  type ImportOptions,
  planRows,
  type RowToRead,
  readingOf,
  readRows,
  type TakenRows,
} from "./take-rows";
import { twinsOfRows } from "./twins-of-rows";

export const MOST_ROWS = 2_000;
export const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** What an import or its preview answers. */
export const importAnswer = z.object({
  importId: z.string().nullable(),
  isPreview: z.boolean(),
  /** done, or queued while a file is being worked through. */
  status: z.string(),
  columns: z.array(z.string()),
  mapping: z.record(z.string(), z.string()),
  /** Columns that fill nothing. */
  leftOut: z.array(z.string()),
  rowCount: z.int(),
  /** Rows that this answer speaks of; a file's preview looks at its first rows. */
  checkedRows: z.int(),
  /** Customers added, or that would be in a preview. */
  created: z.int(),
  /** Rows added as contacts of customers who are there. */
  linked: z.int(),
  /** Rows merged into customers who are there: what was empty is filled. */
  merged: z.int(),
  heldBack: z.int(),
  /** What one answer can mend for many rows at once, such as a column that is mapped to the wrong field. */
  remarks: z.array(z.string()),
  problems: z.array(rowProblem),
  repairs: z.array(rowProblem),
  /** Values that are not taken over: the customer has them otherwise, or a contact cannot hold them. */
  kept: z.array(rowProblem),
  /** Rows that are merged into somebody or become their contact, and whose. */
  joins: z.array(rowJoin),
  duplicates: z.array(rowDuplicate),
  /** Deleted customers with the mail or phone of a row: restore_account brings them back; what they withdrew is carried over. */
  deletedTwins: z.array(z.object({ row: z.int(), accountId: z.string(), name: z.string() })),
});

export interface Table {
  columns: string[];
  rows: RowToRead[];
  /** Rows of the whole list; a file's preview holds the first ones only. */
  rowCount: number;
  label: string | null;
}

export interface List extends Table {
  mapping: ReturnType<typeof mappingOf>;
  options: ImportOptions;
}

export function tableOfRows(rows: readonly Record<string, z.output<typeof cell>>[]): Table {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length > MOST_COLUMNS) throw invalidField("rows", `must have at most ${MOST_COLUMNS} columns`);
  const cells = rows.map((row, index) => ({
    row: index + 1,
    cells: columns.map((column) => String((Object.hasOwn(row, column) ? row[column] : "") ?? "")),
  }));
  return { columns, rows: cells, rowCount: rows.length, label: null };
}

/** The first rows of a file that are still to be imported; none are read when the job will read them all. */
export async function tableOfFile({ db }: TenantContext, uploadId: string, preview: boolean): Promise<Table> {
  const { columns, label, rowCount } = await requireFile(db, uploadId);
  if (!preview) return { columns, label, rowCount, rows: [] };
  const rows = await db.importRow.findMany({
    where: { uploadId, accountId: null },
    orderBy: { row: "asc" },
    take: MOST_ROWS,
  });
  return { columns, label, rowCount, rows };
}

/** What each column fills. Throws invalid_input for a column or field that is not there, and when nothing is the name. */
export async function checkedMapping({ db }: TenantContext, columns: readonly string[], told?: Record<string, string>) {
  const unknown = Object.keys(told ?? {}).find((column) => !columns.includes(column));
  if (unknown !== undefined) throw invalidField(`mapping.${unknown}`, "is no column of the rows");
  const fields = await customFieldsOf(db);
  const mapping = mappingOf(columns, told, fields);
  for (const [column, target] of Object.entries(mapping)) {
    if (target.startsWith("custom:") && !fields.some(({ fieldName }) => target === `custom:${fieldName}`)) {
      throw invalidField(`mapping.${column}`, "names no custom field of customers; see list_custom_fields");
    }
  }
  if (!Object.values(mapping).some((target) => /^(name|localName|firstName|lastName)$/.test(target))) {
    throw invalidField("mapping", `no column is the name; columns: ${columns.slice(0, 20).join(", ")}`, {
      Customer: "name",
    });
  }
  return mapping;
}

/** What would become of a list's rows; nothing is written. */
export async function planList({ db, caller }: TenantContext, list: List) {
  const place = { db, workspace: caller.workspace };
  const reading = await readingOf(place, list.columns, list.mapping, list.options);
  const readable = list.rows.filter((row) => !isBroken(row));
  const plan = await planRows(place, await readRows(readable, reading), list.options);
  const left = plan.links.flatMap(({ row }) => keptByLinking(row));
  const kept = [...left, ...(await keptByMerging(db, plan))];
  return { plan, answer: { ...answerOf(list, plan), kept, deletedTwins: await twinsOfRows(db, plan.fresh) } };
}

type BrokenRow = RowToRead & { problem?: string | null };
const isBroken = (row: BrokenRow) => typeof row.problem === "string";

function answerOf({ columns, mapping, rowCount, rows }: List, { read, fresh, links, merges, duplicates }: TakenRows) {
  const broken = rows.filter(isBroken).map(({ row, cells, problem }: BrokenRow) => {
    return { row, field: "row", value: beginningOf(cells.join(","), 100), rule: problem ?? "" };
  });
  const problems = [...broken, ...read.flatMap((each) => each.problems)].sort((a, b) => a.row - b.row);
  return {
    status: "done",
    columns,
    mapping,
    leftOut: columns.filter((column) => !mapping[column]),
    rowCount,
    checkedRows: rows.length,
    created: fresh.length,
    linked: links.length,
    merged: merges.length,
    heldBack: rows.length - fresh.length - links.length - merges.length,
    remarks: remarksOn(problems, mapping),
    problems,
    repairs: read.flatMap(({ repairs }) => repairs),
    joins: [
      ...merges.map((join) => ({ ...joinOf(join), kind: "merge" as const })),
      ...links.map((join) => ({ ...joinOf(join), kind: "link" as const })),
    ].sort((a, b) => a.row - b.row),
    duplicates,
  };
}

const joinOf = ({ row: { row }, accountId, name, otherRow }: RowToJoin) => ({ row, accountId, name, otherRow });
