import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, idField, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { requireTags } from "../tags/account-tags";
import { DATE_ORDERS, IMPORT_FIELD_NAMES, importTarget, ON_IMPORT_DUPLICATE } from "./import";
import {
  cell,
  checkedMapping,
  importAnswer,
  type List,
  MOST_ROWS,
  planList,
  tableOfFile,
  tableOfRows,
} from "./import-list";
import { UNFINISHED } from "./import-view";
import { type ImportOptions, lockImports, storePlan } from "./take-rows";
import { undoImport } from "./undo-import";
import { uploadIdField } from "./upload";

const inverse = (): AnyOperation => undoImport;

export const importAccounts = defineOperation({
  name: "import_accounts",
  title: "Import customers",
  description:
    "Adds many customers from rows, or from the file sent to create_import_upload's link. Call it with preview true first: it tells the mapping, problems by row and field, and duplicates, and writes nothing; show the user. Row 1 is the first below the header. Rows with problems or duplicates are held back, never dropped; joins names whom a row goes to. A file is worked through in the background: get_import shows progress and held rows. undo_import takes it all back.",
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
        description: `What columns fill that their name does not tell: ${IMPORT_FIELD_NAMES.join(", ")}, tags, custom:NAME (fieldName or label of list_custom_fields), ignore. Columns not named here are recognised by name, English or Chinese, custom fields by label.`,
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
          "Rows whose mail, phone or member code somebody has. hold: keep them back; merge: fill that customer's empty fields, change nothing else (kept lists what differs); link: add them as contacts of that customer, who hold names, mail and phone only; share: make customers of their own that share it.",
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
  output: importAnswer,
  renderType: "record",
  summary: ({ isPreview, status, rowCount, created, linked, merged, heldBack, leftOut }) =>
    status === "queued"
      ? `${countOf(rowCount, "row")} being imported`
      : [
          `${countOf(created, "customer")} ${isPreview ? "would be added" : "added"}`,
          ...(merged > 0 ? [`${countOf(merged, "row")} merged into customers`] : []),
          ...(linked > 0 ? [`${countOf(linked, "row")} as contacts of customers`] : []),
          `${countOf(heldBack, "row")} held back`,
          ...(leftOut.length > 0 ? [`${countOf(leftOut.length, "column")} left out`] : []),
        ].join(", "),
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

async function importNow(context: TenantContext, list: List, preview: boolean): Promise<z.input<typeof importAnswer>> {
  const { db, caller } = context;
  if (!preview) await lockImports(db, caller.workspace.companyId);
  const { plan, answer: found } = await planList(context, list);
  const answer = { ...found, isPreview: preview, importId: null };
  if (preview) context.note({ effect: "read" });
  if (preview || answer.created + answer.linked + answer.merged === 0) return answer;
  const importId = newId("imp");
  await keepImport(context, importId, list, {
    status: "done",
    processedCount: list.rowCount,
    createdCount: answer.created,
    joinedCount: answer.linked + answer.merged,
    problemCount: answer.heldBack,
    finishedAt: new Date(),
  });
  await storePlan({ db, workspace: caller.workspace }, importId, plan, list.options);
  const { created, linked, merged, heldBack } = answer;
  context.note({ entityId: importId, after: { importId, created, linked, merged, heldBack } });
  return { ...answer, importId };
}

async function queue(context: TenantContext, uploadId: string, list: List): Promise<z.input<typeof importAnswer>> {
  const { db, note } = context;
  await db.$queryRaw`SELECT id FROM import_uploads WHERE id = ${uploadId} FOR UPDATE`;
  const busy = await db.accountImport.findFirst({ where: { uploadId, status: { in: UNFINISHED } } });
  if (busy) {
    throw new OperationError("conflict", {
      reason: "importBusy",
      message: "This file is being imported already.",
      hint: "get_import shows its progress.",
      details: { importId: busy.id },
    });
  }
  const left = await db.importRow.count({ where: { uploadId, accountId: null } });
  if (left === 0) {
    throw new OperationError("precondition_failed", {
      reason: "importAllThere",
      message: "Every row of this file is a customer already.",
      hint: "Nothing to do; undo_import takes the earlier import back.",
    });
  }
  const importId = newId("imp");
  await keepImport(context, importId, { ...list, rowCount: left }, { status: "queued", uploadId });
  note({ entityId: importId, after: { importId, uploadId, rowCount: left } });
  const { columns, mapping } = list;
  const leftOut = columns.filter((column) => !mapping[column]);
  const nothing = { checkedRows: 0, created: 0, linked: 0, merged: 0, heldBack: 0 };
  const empty = { remarks: [], problems: [], repairs: [], kept: [], joins: [], duplicates: [], deletedTwins: [] };
  const queued = { importId, isPreview: false, status: "queued", columns, mapping, leftOut, rowCount: left };
  return { ...queued, ...nothing, ...empty };
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
