import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { uploadIdField } from "./upload";

export const deleteImportUpload = defineOperation({
  name: "delete_import_upload",
  title: "Delete a file of customers",
  description:
    "Deletes an uploaded file's rows, or a link that still waits for its file, before their time. Customers that were imported from it stay; undo_import takes those back.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ uploadId: uploadIdField }),
  output: z.object({ uploadId: z.string(), rowCount: z.int() }),
  renderType: "record",
  summary: ({ rowCount }) => `File deleted, ${countOf(rowCount, "row")}`,
  undo: { none: "Send the file again through a new link." },

  async run({ db, note }, { uploadId }) {
    const upload = await db.importUpload.findFirst({ where: { id: uploadId } });
    if (!upload) throw noSuch("uploadId", "file", "list_imports");
    const busy = await db.accountImport.count({ where: { uploadId, status: { in: ["queued", "running"] } } });
    if (busy > 0) {
      throw new OperationError("precondition_failed", {
        reason: "importBusy",
        message: "An import is working through this file.",
        hint: "Wait until it is done, or stop it with cancel_import.",
      });
    }
    const rows = await db.importRow.deleteMany({ where: { uploadId } });
    await db.importUpload.deleteMany({ where: { id: uploadId } });
    note({ entityId: uploadId, before: { rowCount: rows.count } });
    return { uploadId, rowCount: rows.count };
  },
});
