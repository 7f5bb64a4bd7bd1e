import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { countOf, limitField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { findHeldRows } from "./held-rows";
import { importIdField, mappingOf } from "./import";
import { heldRow, importView, toImportView } from "./import-view";
import { customFieldsOf } from "./take-rows";
import { toUploadView, uploadIdField, uploadView } from "./upload";

const storedMapping = z.record(z.string(), z.string());
const SAMPLE_ROWS = 5;
const SHOWN_CHARACTERS = 200;

export const getImport = defineOperation({
  name: "get_import",
  title: "See an import",
  description:
    "Shows how far an import is, and the rows it holds back, or merged with something left out, with the reasons by field; or, by uploadId, what a file holds: columns, recognised mapping, first rows. While status is queued, running or undoing, ask again every few seconds. export_import_problems gives all held rows as CSV to correct.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:write"],
  input: z.strictObject({
    importId: importIdField.optional(),
    uploadId: uploadIdField.optional(),
    limit: limitField,
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "must be the nextCursor of an answer")
      .optional()
      .meta({ description: "nextCursor of the previous answer, for more held rows.", examples: ["120"] }),
  }),
  output: z.object({
    import: importView.nullable(),
    upload: uploadView.nullable(),
    /** That of the import; of a file that was not imported yet, what its columns' names say. */
    mapping: z.record(z.string(), z.string()),
    sample: z.array(z.array(z.string())),
    held: z.array(heldRow),
    nextCursor: z.string().optional(),
  }),
  renderType: "record",
  summary: ({ import: job, upload }) =>
    job
      ? `Import ${job.status}: ${job.processed} of ${job.rowCount} rows, ${job.created} added, ${job.heldBack} held back`
      : `File ${upload?.status}: ${countOf(upload?.rowCount ?? 0, "row")}`,

  async run({ db }, { importId, uploadId, limit, cursor }) {
    if (importId === undefined && uploadId === undefined) throw invalidField("importId", "is required, or uploadId");
    const job = await findImport(db, importId, uploadId);
    const upload = await findUpload(db, uploadId ?? job?.uploadId ?? "", uploadId !== undefined);
    const columns = upload?.columns ?? [];
    const held = upload ? await findHeldRows(db, upload.id, Number(cursor ?? 0), limit + 1) : [];
    const shown = held.slice(0, limit);
    const used = storedMapping.safeParse(job?.mapping);
    const mapping = used.success ? used.data : mappingOf(columns, undefined, await customFieldsOf(db));
    const nameOf = (cells: readonly string[]) =>
      columns.flatMap((column, at) => (/name/i.test(mapping[column] ?? "") && cells[at] ? [cells[at]] : []))[0] ?? "";
    const last = shown.at(-1);
    return {
      import: job ? toImportView(job) : null,
      upload: upload ? toUploadView(upload) : null,
      mapping,
      sample: upload ? await sampleOf(db, upload.id) : [],
      held: shown.map(({ cells, ...row }) => ({ ...row, name: nameOf(cells).slice(0, SHOWN_CHARACTERS) })),
      ...(held.length > limit && last ? { nextCursor: String(last.row) } : {}),
    };
  },
});

async function findImport(db: DatabaseClient, importId: string | undefined, uploadId: string | undefined) {
  if (importId === undefined) {
    return db.accountImport.findFirst({ where: { uploadId: uploadId ?? "" }, orderBy: { id: "desc" } });
  }
  const job = await db.accountImport.findFirst({ where: { id: importId, ...(uploadId ? { uploadId } : {}) } });
  if (!job) throw noSuch("importId", "import", "list_imports");
  return job;
}

/** A file whose time is over is gone; its import is still there. */
async function findUpload(db: DatabaseClient, id: string, isAsked: boolean) {
  const upload = id ? await db.importUpload.findFirst({ where: { id } }) : null;
  if (!upload && isAsked) throw noSuch("uploadId", "file", "list_imports");
  return upload;
}

async function sampleOf(db: DatabaseClient, uploadId: string): Promise<string[][]> {
  const rows = await db.importRow.findMany({
    where: { uploadId, problem: null },
    orderBy: { row: "asc" },
    take: SAMPLE_ROWS,
  });
  return rows.map(({ cells }) => cells.map((cell) => cell.slice(0, SHOWN_CHARACTERS)));
}
