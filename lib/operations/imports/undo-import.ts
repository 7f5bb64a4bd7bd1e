import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { importIdField } from "./import";

export const undoImport = defineOperation({
  name: "undo_import",
  title: "Take an import back",
  description:
    "Deletes the customers that an import added. Those that were changed or worked with since stay and are listed; delete them with delete_account if they should go too. restore_account brings single ones back.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ importId: importIdField }),
  output: z.object({ importId: z.string(), deleted: z.int(), keptIds: z.array(z.string()) }),
  renderType: "record",
  summary: ({ deleted, keptIds }) =>
    `${countOf(deleted, "customer")} deleted, ${keptIds.length} kept because they were changed since`,
  undo: { none: "Import the list again; single customers come back with restore_account." },

  async run({ db, note }, { importId }) {
    await db.$queryRaw`SELECT id FROM account_imports WHERE id = ${importId} FOR UPDATE`;
    const row = await db.accountImport.findFirst({ where: { id: importId } });
    if (!row) throw noSuch("importId", "import", "import_accounts");
    if (row.undoneAt) {
      throw new OperationError("precondition_failed", {
        message: "This import was already taken back.",
        hint: "Nothing to do.",
      });
    }
    const ids = row.createdIds;
    // Untouched means: first version, nothing written, planned, sold or booked since.
    const untouched = await db.$queryRaw<{ id: string }[]>`
      UPDATE accounts a SET deleted_at = now(), version = version + 1, updated_at = now()
      WHERE id = ANY (${ids}::text[]) AND deleted_at IS NULL AND version = 1 AND last_booking_at IS NULL
        AND NOT EXISTS (SELECT FROM notes n WHERE n.account_id = a.id)
        AND NOT EXISTS (SELECT FROM tasks t WHERE t.account_id = a.id)
        AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = a.id)
      RETURNING id`;
    const deletedIds = untouched.map(({ id }) => id);
    await db.accountIdentifier.deleteMany({ where: { accountId: { in: deletedIds } } });
    await db.accountImport.updateMany({ where: { id: importId }, data: { undoneAt: new Date() } });
    const kept = await db.account.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true } });
    note({
      entityId: importId,
      before: { created: ids.length },
      after: { deleted: deletedIds.length, kept: kept.length },
    });
    return { importId, deleted: deletedIds.length, keptIds: kept.map(({ id }) => id) };
  },
});
