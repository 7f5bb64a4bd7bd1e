import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { noSuch } from "@/lib/kernel/refusals";
import type { NoteSubject } from "./note";

const LIST_TOOL = { account: "search_members", contact: "list_contacts", deal: "list_deals" } as const;

/** The columns that tie a note to its subject; a note on a contact or deal also stands on its customer. Throws not_found. */
export async function subjectColumns(db: DatabaseClient, entityType: NoteSubject, id: string) {
  const nothing = { accountId: null, contactId: null, dealId: null };
  const columns = await {
    account: async () => {
      const rows = await db.$queryRaw<object[]>`SELECT id FROM accounts WHERE id = ${id} AND deleted_at IS NULL`;
      return rows.length === 1 && { ...nothing, accountId: id };
    },
    contact: async () => {
      const row = await db.contact.findFirst({ where: { id, deletedAt: null, account: { deletedAt: null } } });
      return row && { ...nothing, contactId: id, accountId: row.accountId };
    },
    deal: async () => {
      const row = await db.deal.findFirst({ where: { id, deletedAt: null } });
      return row && { ...nothing, dealId: id, accountId: row.accountId };
    },
  }[entityType]();
  if (!columns) throw noSuch("entityId", entityType === "account" ? "customer" : entityType, LIST_TOOL[entityType]);
  return columns;
}

/** The live note. Throws not_found. */
export async function requireNote(db: DatabaseClient, id: string) {
  const row = await db.note.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw noSuch("noteId", "note", "list_notes");
  return row;
}
