import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { syncIdentifiers } from "../accounts/identifier";
import { contactIdField, contactView, toContactView } from "./contact";
import { requireContact } from "./contact-values";
import { restoreContact } from "./restore-contact";

const restoration = (): AnyOperation => restoreContact;

export const deleteContact = defineOperation({
  name: "delete_contact",
  title: "Delete a contact",
  description:
    "Removes a contact person from a customer and releases the mail address and phone; the history is kept. restore_contact brings the person back. To remove the customer use delete_account.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ contactId: contactIdField, expectedVersion: expectedVersionField }),
  output: z.object({ contact: contactView }),
  renderType: "record",
  summary: ({ contact }) => `${contact.name} removed`,
  undo: undoById(restoration, "contactId"),

  async run({ db, caller, note }, { contactId, expectedVersion }) {
    await lockRow(db, "contacts", contactId);
    const row = await requireContact(db, contactId);
    const before = toContactView(row);
    requireVersion(row.version, expectedVersion, contactView, () => before);
    const deletedAt = new Date();
    await db.contact.updateMany({
      where: { id: contactId },
      data: { deletedAt, isPrimary: false, version: { increment: 1 } },
    });
    await syncIdentifiers(db, caller.workspace, row.accountId);
    note({ entityId: contactId, before, after: { deletedAt: deletedAt.toISOString() } });
    return { contact: { ...before, isPrimary: false, deletedAt: deletedAt.toISOString(), version: row.version + 1 } };
  },
});
