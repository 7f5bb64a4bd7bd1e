import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { importIdField } from "./import";
import { undoChunk } from "./undo-chunk";

/** More is taken back in the background. */
const MOST_AT_ONCE = 2_000;

export const undoImport = defineOperation({
  name: "undo_import",
  title: "Take an import back",
  description:
    "Deletes the customers and contacts that an import added and empties the fields it filled; an import under way stops first. Whoever was changed or worked with since (a note, task, deal, booking, consent, tag, field or segment by hand) stays and is listed; delete_account deletes one. A large import is taken back in the background: get_import shows when it is undone. restore_account brings single ones back.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ importId: importIdField }),
  output: z.object({
    importId: z.string(),
    /** undone, or undoing while a large one is taken back. */
    status: z.string(),
    deleted: z.int(),
    keptIds: z.array(z.string()),
    deletedContacts: z.int(),
    keptContactIds: z.array(z.string()),
  }),
  renderType: "record",
  summary: ({ status, deleted, keptIds, deletedContacts, keptContactIds }) =>
    status === "undoing"
      ? "The import is being taken back"
      : `${countOf(deleted, "customer")}${deletedContacts > 0 ? ` and ${countOf(deletedContacts, "contact")}` : ""} deleted, ${keptIds.length + keptContactIds.length} kept because they were changed or worked with since`,
  undo: { none: "Import the list again; single customers come back with restore_account." },

  async run({ db, note }, { importId }) {
    await db.$queryRaw`SELECT id FROM account_imports WHERE id = ${importId} FOR UPDATE`;
    const row = await db.accountImport.findFirst({ where: { id: importId } });
    if (!row) throw noSuch("importId", "import", "list_imports");
    if (row.undoneAt || row.status === "undoing") {
      throw new OperationError("precondition_failed", {
        reason: "importUndone",
        message: row.undoneAt ? "This import was already taken back." : "This import is being taken back.",
        hint: row.undoneAt ? "Nothing to do." : "get_import shows when it is undone.",
      });
    }
    const count = await db.importEffect.count({ where: { importId } });
    const before = { created: row.createdCount };
    if (count > MOST_AT_ONCE) {
      await db.accountImport.updateMany({
        where: { id: importId },
        data: { status: "undoing", leasedUntil: null, finishedAt: null },
      });
      note({ entityId: importId, before, after: { status: "undoing" } });
      return { importId, status: "undoing", deleted: 0, keptIds: [], deletedContacts: 0, keptContactIds: [] };
    }
    const { isMore: _, ...undone } = await undoChunk(db, importId, MOST_AT_ONCE);
    const { deleted, deletedContacts, keptIds, keptContactIds } = undone;
    const undoneAt = new Date();
    await db.accountImport.updateMany({
      where: { id: importId },
      data: { status: "undone", undoneAt, finishedAt: row.finishedAt ?? undoneAt },
    });
    const kept = keptIds.length + keptContactIds.length;
    note({ entityId: importId, before, after: { deleted, deletedContacts, kept } });
    return { importId, status: "undone", ...undone };
  },
});
