import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { touchAccount } from "../accounts/account-values";
import { deleteNote } from "./delete-note";
import { bodyField, noteView, subjectIdField, subjectTypeField, toNoteView } from "./note";
import { subjectColumns } from "./note-subject";

const deletion = (): AnyOperation => deleteNote;

export const createNote = defineOperation({
  name: "create_note",
  title: "Write a note",
  description:
    "Writes a dated note about a customer, a contact person or a deal: a call, a wish, a complaint. It counts as activity of the customer. For something to do later use create_task.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({ entityType: subjectTypeField, entityId: subjectIdField, body: bodyField }),
  output: z.object({ note: noteView }),
  renderType: "record",
  summary: ({ note }) => `Note written on ${note.entityType} ${note.entityId}`,
  undo: undoById(deletion, "noteId"),

  async run({ db, caller, note: audit }, { entityType, entityId, body }) {
    const { organisationId, companyId } = caller.workspace;
    const subject = await subjectColumns(db, entityType, entityId);
    const row = await db.note.create({
      data: {
        organisationId,
        companyId,
        id: newId("note"),
        entityType,
        ...subject,
        body,
        authorId: caller.userId,
        authorLabel: caller.actor.label,
      },
    });
    await touchAccount(db, row.accountId);
    const note = toNoteView(row);
    audit({ entityId: note.id, after: note });
    return { note };
  },
});
