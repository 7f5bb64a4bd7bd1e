import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { importIdField } from "./import";
import { importView, toImportView } from "./import-view";

export const cancelImport = defineOperation({
  name: "cancel_import",
  title: "Stop an import",
  description:
    "Stops an import that is being worked through. Customers added so far stay; undo_import takes them back, and import_accounts with the same uploadId goes on with the rest.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({ importId: importIdField }),
  output: z.object({ import: importView }),
  renderType: "record",
  summary: ({ import: { created } }) => `Import stopped after ${created} customers`,
  undo: { none: "Call import_accounts with the same uploadId: it goes on with the rest." },

  async run({ db, note }, { importId }) {
    await db.$queryRaw`SELECT id FROM account_imports WHERE id = ${importId} FOR UPDATE`;
    const row = await db.accountImport.findFirst({ where: { id: importId } });
    if (!row) throw noSuch("importId", "import", "list_imports");
    if (!["queued", "running"].includes(row.status)) {
      throw new OperationError("precondition_failed", {
        reason: "importStopped",
        message: "This import is not being worked through.",
        hint: "get_import shows its state; undo_import takes it back.",
      });
    }
    const data = { status: "cancelled", leasedUntil: null, finishedAt: new Date() };
    await db.accountImport.updateMany({ where: { id: importId }, data });
    note({ entityId: importId, before: { status: row.status }, after: { status: data.status } });
    return { import: toImportView({ ...row, ...data }) };
  },
});
