import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { touchAccount } from "../accounts/account-values";
import { deleteNote } from "./delete-note";
import { bodyField, type NoteRow, noteView, subjectIdField, subjectTypeField, toNoteView } from "./note";
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
    const subject = await subjectColumns(db, entityType, entityId);
    const row = await insertNote({ db, caller }, { ...subject, entityType, body });
    await touchAccount(db, row.accountId);
    const note = toNoteView(row);
    audit({ entityId: note.id, after: note });
    return { note };
  },
});

type NewNote = Pick<NoteRow, "entityType" | "accountId" | "contactId" | "dealId" | "body">;

/** Written by hand: agents write notes more often than anything else, and Prisma would take as long over it as all the rest. */
async function insertNote({ db, caller }: Pick<TenantContext, "db" | "caller">, note: NewNote): Promise<NoteRow> {
  const { organisationId, companyId } = caller.workspace;
  const [row] = await db.$queryRaw<NoteRow[]>`
    INSERT INTO notes (organisation_id, company_id, id, entity_type, account_id, contact_id, deal_id, body, author_id, author_label)
    VALUES (${organisationId}, ${companyId}, ${newId("note")}, ${note.entityType}, ${note.accountId}, ${note.contactId},
            ${note.dealId}, ${note.body}, ${caller.userId}, ${caller.actor.label})
    RETURNING id, entity_type AS "entityType", account_id AS "accountId", contact_id AS "contactId", deal_id AS "dealId", body,
              author_id AS "authorId", author_label AS "authorLabel", created_at AS "createdAt", updated_at AS "updatedAt",
              deleted_at AS "deletedAt", version`;
  if (!row) throw new Error("No note was written");
  return row;
}
