import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { csvOf } from "../activity/csv";
import { findHeldRows } from "./held-rows";
import { importIdField } from "./import";
import { requireFile } from "./import-file";
import { uploadIdField } from "./upload";

const PAGE = 1_000;

export const exportImportProblems = defineOperation({
  name: "export_import_problems",
  title: "Export held rows",
  description:
    "Gives the rows of a file that an import held back, or merged with something left out, as CSV text, with the file's own columns and two more: the row's number and what is wrong. Correct it, and send it as a new file. nextCursor continues after 1,000 rows; later pages have no header. Cells that a spreadsheet would run as a formula are made harmless.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:write"],
  input: z.strictObject({
    uploadId: uploadIdField.optional(),
    importId: importIdField.optional().meta({
      description: "Id of the file's import, instead of uploadId.",
      examples: ["imp_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "must be the nextCursor of an answer")
      .optional()
      .meta({ description: "nextCursor of the previous answer.", examples: ["1000"] }),
  }),
  output: z.object({ csv: z.string(), rowCount: z.int(), nextCursor: z.string().optional() }),
  renderType: "text",
  summary: ({ rowCount, nextCursor }) => `${countOf(rowCount, "row")}${nextCursor ? ", more with nextCursor" : ""}`,

  async run({ db }, { uploadId: told, importId, cursor }) {
    const uploadId = told ?? (await uploadOf(db, importId));
    const { columns } = await requireFile(db, uploadId);
    const rows = await findHeldRows(db, uploadId, Number(cursor ?? 0), PAGE + 1);
    const shown = rows.slice(0, PAGE);
    const table = shown.map(({ row, cells, reasons }) => {
      const problem = reasons.map(({ field, rule }) => (field === "row" ? rule : `${field}: ${rule}`)).join("; ");
      return [...columns.map((_, index) => cells[index] ?? ""), String(row), problem];
    });
    const csv = csvOf([...columns, "Row", "Problem"], table);
    const last = shown.at(-1);
    return {
      csv: cursor === undefined ? csv : csv.slice(csv.indexOf("\r\n") + 2),
      rowCount: shown.length,
      ...(rows.length > PAGE && last ? { nextCursor: String(last.row) } : {}),
    };
  },
});

async function uploadOf(db: DatabaseClient, importId: string | undefined): Promise<string> {
  if (importId === undefined) throw invalidField("uploadId", "is required, or importId");
  const job = await db.accountImport.findFirst({ where: { id: importId } });
  if (!job) throw noSuch("importId", "import", "list_imports");
  if (job.uploadId === null) {
    throw invalidField("importId", "names an import without a file; its answer listed the rows it held back");
  }
  return job.uploadId;
}
