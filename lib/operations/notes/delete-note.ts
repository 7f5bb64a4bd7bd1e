import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { noteIdField, noteView, toNoteView } from "./note";
import { requireNote } from "./note-subject";
import { restoreNote } from "./restore-note";

const restoration = (): AnyOperation => restoreNote;

export const deleteNote = defineOperation({
  name: "delete_note",
  title: "Delete a note",
  description: "Removes a note from the lists; restore_note brings it back.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ noteId: noteIdField }),
  output: z.object({ note: noteView }),
  renderType: "record",
  summary: () => "Note deleted",
  undo: undoById(restoration, "noteId"),

  async run({ db, note: audit }, { noteId }) {
    await lockRow(db, "notes", noteId);
    const before = toNoteView(await requireNote(db, noteId));
    const deletedAt = new Date();
    await db.note.updateMany({ where: { id: noteId }, data: { deletedAt, version: { increment: 1 } } });
    const note = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    audit({ entityId: noteId, before, after: { deletedAt: note.deletedAt } });
    return { note };
  },
});
