import type pg from "pg";
import { newId } from "@/lib/kernel/ids";
import { type NoteRow, toNoteView } from "@/lib/operations/notes/note";
import type { PlainCaller } from "./key";
import { inTransaction, record } from "./transaction";

export interface NoteArguments {
  entityId: string;
  body: string;
}

const INSERT_SQL = `
  INSERT INTO notes (organisation_id, company_id, id, entity_type, account_id, body, author_id, author_label)
  VALUES ($1, $2, $3, 'account', $4, $5, $6, $7)
  RETURNING id, entity_type AS "entityType", account_id AS "accountId", contact_id AS "contactId", deal_id AS "dealId", body,
            author_id AS "authorId", author_label AS "authorLabel", created_at AS "createdAt", updated_at AS "updatedAt",
            deleted_at AS "deletedAt", version`;

/** create_note about a customer: is there one, write the note, move the customer's last activity, tell of it. */
export function createNote(pool: pg.Pool, caller: PlainCaller, args: NoteArguments) {
  const tenant = [caller.organisation_id, caller.company_id];
  return inTransaction(pool, async (client) => {
    const customer = [...tenant, args.entityId];
    const ofCustomer = "WHERE organisation_id = $1 AND company_id = $2 AND id = $3";
    const found = await client.query(`SELECT 1 FROM accounts ${ofCustomer} AND deleted_at IS NULL`, customer);
    if (found.rowCount !== 1) throw new Error("There is no such customer");
    const values = [...tenant, newId("note"), args.entityId, args.body, caller.user_id, caller.name];
    const inserted = await client.query<NoteRow>(INSERT_SQL, values);
    const [row] = inserted.rows;
    if (!row) throw new Error("No note was written");
    await client.query(`UPDATE accounts SET last_activity_at = now(), updated_at = now() ${ofCustomer}`, customer);
    const note = toNoteView(row);
    const summary = `Note written on account ${note.entityId}`;
    await record(client, caller, { operation: "create_note", summary, args, after: note, entityId: note.id });
    return { data: { note }, summary, renderType: "record" };
  });
}
