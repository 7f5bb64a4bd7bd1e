import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, idField, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { requireTags } from "../tags/account-tags";
import { MOST_COLUMNS } from "./files/read-table";
import {
  DATE_ORDERS,
  IMPORT_FIELD_NAMES,
  importTarget,
  mappingOf,
  ON_IMPORT_DUPLICATE,
  rowDuplicate,
  rowProblem,
} from "./import";
import { requireFile } from "./import-file";
import { UNFINISHED } from "./import-view";
import {
  customFieldsOf,
  type ImportOptions,
  lockImports,
  planRows,
  type RowToRead,
  readingOf,
  storePlan,
  type TakenRows,
} from "./take-rows";
import { undoImport } from "./undo-import";
import { uploadIdField } from "./upload";

const MOST_ROWS = 2_000;
const inverse = (): AnyOperation => undoImport;
const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

const output = z.object({
  importId: z.string().nullable(),
  isPreview: z.boolean(),
  /** done, or queued while a file is being worked through. */
  status: z.string(),
  columns: z.array(z.string()),
  mapping: z.record(z.string(), z.string()),
  rowCount: z.int(),
  /** Rows that this answer speaks of; a file's preview looks at its first rows. */
  checkedRows: z.int(),
  /** Customers added, or that would be in a preview. */
  created: z.int(),
  /** Rows added as contacts of customers who are there. */
  linked: z.int(),
  heldBack: z.int(),
  problems: z.array(rowProblem),
  repairs: z.array(rowProblem),
  duplicates: z.array(rowDuplicate),
});

export const importAccounts = defineOperation({
  name: "import_accounts",
  title: "Import customers",
  description:
    "Adds many customers from rows, or from the file sent to create_import_upload's link. Call it with preview true first: it tells the mapping, problems by row and field, and duplicates, and writes nothing; show the user. Rows with problems or duplicates are held back, never dropped. A file is worked through in the background: get_import shows progress and held rows. undo_import takes it all back.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({
    rows: z
      .array(z.record(z.string().max(200), cell))
      .min(1)
      .max(MOST_ROWS)
      .optional()
      .meta({
        description: `The rows as objects by column name, at most ${MOST_ROWS} for one call. Instead of uploadId.`,
        examples: [[{ Name: "Anna Chan", Mobile: "9123 4567", "E-mail": "anna@example.com" }]],
      }),
    uploadId: uploadIdField.optional(),
    mapping: z
      .record(z.string().max(200), importTarget)
      .optional()
      .meta({
        description: `What each column fills: ${IMPORT_FIELD_NAMES.join(", ")}, tags, custom:FIELD_NAME, ignore. Default: recognised by name, English or Chinese.`,
        examples: [{ Name: "name", Mobile: "phone", Level: "tags", Shoes: "custom:shoe_size", Shop: "ignore" }],
      }),
    preview: z
      .boolean()
      .default(false)
      .meta({ description: "true: check only, write nothing.", examples: [true] }),
    onDuplicate: z
      .enum(ON_IMPORT_DUPLICATE)
      .default("hold")
      .meta({
        description:
          "Rows whose mail or phone somebody has. hold: keep them back; link: add them as contacts of that customer; share: make customers of their own that share it.",
        examples: ["hold"],
      }),
    dateOrder: z
      .enum(DATE_ORDERS)
      .default("ymd")
      .meta({ description: "Order in dates such as 5/6/1990: ymd, dmy (day first) or mdy.", examples: ["dmy"] }),
    tagIds: z
      .array(idField("tag", "Tag id."))
      .max(20)
      .default([])
      .meta({ description: "Tags to put on every new customer.", examples: [["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
    label: lineOfText(1, 200)
      .optional()
      .meta({ description: "What this list is, such as the file's name.", examples: ["members-2026.csv"] }),
  }),
  output,
  renderType: "record",
  summary: ({ isPreview, status, rowCount, created, heldBack }) =>
    status === "queued"
      ? `${countOf(rowCount, "row")} being imported`
      : `${countOf(created, "customer")} ${isPreview ? "would be added" : "added"}, ${countOf(heldBack, "row")} held back`,
  undo: { with: inverse, arguments: ({ after }) => z.object({ importId: z.string() }).parse(after) },

  async run(context, { rows, uploadId, preview, label, tagIds, onDuplicate, dateOrder, mapping: told }) {
    const { db, caller } = context;
    if ((rows === undefined) === (uploadId === undefined)) {
      throw invalidField("rows", "is required, unless uploadId names a file; one of the two");
    }
    await requireTags(db, tagIds);
    const options: ImportOptions = { tagIds, onDuplicate, dateOrder, mayCreateTags: caller.scopes.has("tags:write") };
    const table = rows ? tableOfRows(rows) : await tableOfFile(context, uploadId ?? "", preview);
    const mapping = await checkedMapping(context, table.columns, told);
    const list: List = { ...table, label: label ?? table.label, mapping, options };
    return !preview && uploadId ? queue(context, uploadId, list) : importNow(context, list, preview);
  },
});

interface Table {
  columns: string[];
  rows: RowToRead[];
  /** Rows of the whole list; a file's preview holds the first ones only. */
  rowCount: number;
  label: string | null;
}

interface List extends Table {
  mapping: ReturnType<typeof mappingOf>;
  options: ImportOptions;
}

function tableOfRows(rows: readonly Record<string, z.output<typeof cell>>[]): Table {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length > MOST_COLUMNS) throw invalidField("rows", `must have at most ${MOST_COLUMNS} columns`);
  const cells = rows.map((row, index) => ({
    row: index + 1,
    cells: columns.map((column) => String((Object.hasOwn(row, column) ? row[column] : "") ?? "")),
  }));
  return { columns, rows: cells, rowCount: rows.length, label: null };
}

/** The first rows of a file that are still to be imported; none are read when the job will read them all. */
async function tableOfFile({ db }: TenantContext, uploadId: string, preview: boolean): Promise<Table> {
  const { columns, label, rowCount } = await requireFile(db, uploadId);
  if (!preview) return { columns, label, rowCount, rows: [] };
  const rows = await db.importRow.findMany({
    where: { uploadId, accountId: null },
    orderBy: { row: "asc" },
    take: MOST_ROWS,
  });
  return { columns, label, rowCount, rows };
}

async function checkedMapping({ db }: TenantContext, columns: readonly string[], told?: Record<string, string>) {
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

async function importNow(context: TenantContext, list: List, preview: boolean): Promise<z.input<typeof output>> {
  const { db, caller } = context;
  const place = { db, workspace: caller.workspace };
  if (!preview) await lockImports(db, caller.workspace.companyId);
  const reading = await readingOf(place, list.columns, list.mapping, list.options);
  const readable = list.rows.filter((row) => !isBroken(row));
  const plan = await planRows(place, readable, reading, list.options);
  const answer = { ...answerOf(list, plan), isPreview: preview, importId: null };
  if (preview || answer.created + answer.linked === 0) return answer;
  const importId = newId("imp");
  await keepImport(context, importId, list, {
    status: "done",
    processedCount: list.rowCount,
    createdCount: answer.created,
    joinedCount: answer.linked,
    problemCount: answer.heldBack,
    finishedAt: new Date(),
  });
  await storePlan(place, importId, plan, list.options);
  const { created, linked, heldBack } = answer;
  context.note({ entityId: importId, after: { importId, created, linked, heldBack } });
  return { ...answer, importId };
}

type BrokenRow = RowToRead & { problem?: string | null };
const isBroken = (row: BrokenRow) => typeof row.problem === "string";

function answerOf({ columns, mapping, rowCount, rows }: List, { read, fresh, links, duplicates }: TakenRows) {
  const broken = rows.filter(isBroken).map(({ row, cells, problem }: BrokenRow) => {
    return { row, field: "row", value: cells.join(",").slice(0, 100), rule: problem ?? "" };
  });
  const problems = [...broken, ...read.flatMap((each) => each.problems)].sort((a, b) => a.row - b.row);
  return {
    status: "done",
    columns,
    mapping,
    rowCount,
    checkedRows: rows.length,
    created: fresh.length,
    linked: links.length,
    heldBack: rows.length - fresh.length - links.length,
    problems,
    repairs: read.flatMap(({ repairs }) => repairs),
    duplicates,
  };
}

async function queue(context: TenantContext, uploadId: string, list: List): Promise<z.input<typeof output>> {
  const { db, note } = context;
  await db.$queryRaw`SELECT id FROM import_uploads WHERE id = ${uploadId} FOR UPDATE`;
  const busy = await db.accountImport.findFirst({ where: { uploadId, status: { in: UNFINISHED } } });
  if (busy) {
    throw new OperationError("conflict", {
      message: "This file is being imported already.",
      hint: "get_import shows its progress.",
      details: { importId: busy.id },
    });
  }
  const left = await db.importRow.count({ where: { uploadId, accountId: null } });
  if (left === 0) {
    throw new OperationError("precondition_failed", {
      message: "Every row of this file is a customer already.",
      hint: "Nothing to do; undo_import takes the earlier import back.",
    });
  }
  const importId = newId("imp");
  await keepImport(context, importId, { ...list, rowCount: left }, { status: "queued", uploadId });
  note({ entityId: importId, after: { importId, uploadId, rowCount: left } });
  const { columns, mapping } = list;
  const nothing = { checkedRows: 0, created: 0, linked: 0, heldBack: 0, problems: [], repairs: [], duplicates: [] };
  return { importId, isPreview: false, status: "queued", columns, mapping, rowCount: left, ...nothing };
}

interface Progress {
  status: string;
  uploadId?: string;
  processedCount?: number;
  createdCount?: number;
  joinedCount?: number;
  problemCount?: number;
  finishedAt?: Date;
}

async function keepImport(
  { db, caller }: TenantContext,
  id: string,
  { label, rowCount, mapping, options }: List,
  progress: Progress,
): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  const actor = { actorLabel: caller.actor.label, userId: caller.userId, keyId: caller.key?.id ?? null };
  await db.accountImport.create({
    data: { organisationId, companyId, id, label, rowCount, mapping, options, problemCount: 0, ...actor, ...progress },
  });
}
