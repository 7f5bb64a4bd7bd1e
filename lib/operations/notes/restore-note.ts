import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { deleteNote } from "./delete-note";
import { noteIdField, noteView, toNoteView } from "./note";
import { requireNote } from "./note-subject";

const deletion = (): AnyOperation => deleteNote;

export const restoreNote = defineOperation({
  name: "restore_note",
  title: "Restore a note",
  description: "Brings a deleted note back to where it stood.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({ noteId: noteIdField }),
  output: z.object({ note: noteView }),
  renderType: "record",
  summary: () => "Note restored",
  undo: undoById(deletion, "noteId"),

  async run({ db, note: audit }, { noteId }) {
    await lockRow(db, "notes", noteId);
    const row = await db.note.findFirst({ where: { id: noteId, deletedAt: { not: null } } });
    if (!row) throw noSuch("noteId", "deleted note", "list_notes");
    await db.note.updateMany({ where: { id: noteId }, data: { deletedAt: null, version: { increment: 1 } } });
    audit({
      entityId: noteId,
      before: { deletedAt: row.deletedAt?.toISOString() ?? null },
      after: { deletedAt: null },
    });
    return { note: toNoteView(await requireNote(db, noteId)) };
  },
});
