import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { bodyField, noteIdField, noteView, toNoteView } from "./note";
import { requireNote } from "./note-subject";

const self = (): AnyOperation => updateNote;

export const updateNote = defineOperation({
  name: "update_note",
  title: "Change a note",
  description:
    "Replaces the text of a note; its author and date stay, and the earlier text is kept in the activity. Pass expectedVersion to be told when somebody changed it meanwhile.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({ noteId: noteIdField, body: bodyField, expectedVersion: expectedVersionField }),
  output: z.object({ note: noteView }),
  renderType: "record",
  summary: () => "Note changed",
  undo: undoUpdate(self, "noteId"),

  async run({ db, note: audit }, { noteId, body, expectedVersion }) {
    await lockRow(db, "notes", noteId);
    const row = await requireNote(db, noteId);
    const before = toNoteView(row);
    requireVersion(row.version, expectedVersion, noteView, () => before);
    await db.note.updateMany({ where: { id: noteId }, data: { body, version: { increment: 1 } } });
    const note = toNoteView(await requireNote(db, noteId));
    audit({ entityId: noteId, ...differences(before, note, ["body"]) });
    return { note };
  },
});
