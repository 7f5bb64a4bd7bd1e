import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { ON_DUPLICATE, syncIdentifiers } from "../accounts/identifier";
import { contactIdField, contactView, toContactView } from "./contact";
import { requireContact } from "./contact-values";
import { deleteContact } from "./delete-contact";

const deletion = (): AnyOperation => deleteContact;

export const restoreContact = defineOperation({
  name: "restore_contact",
  title: "Restore a contact",
  description:
    "Brings a deleted contact person back. If somebody else took the mail or phone meanwhile, the answer is possible_duplicate; repeat with onDuplicate share to let both have it.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    contactId: contactIdField,
    onDuplicate: z
      .enum(ON_DUPLICATE)
      .default("ask")
      .meta({
        description: "When the mail or phone was taken meanwhile: ask refuses, share lets both have it.",
        examples: ["ask"],
      }),
  }),
  output: z.object({ contact: contactView }),
  renderType: "record",
  summary: ({ contact }) => `${contact.name} is back`,
  undo: undoById(deletion, "contactId"),

  async run({ db, caller, note }, { contactId, onDuplicate }) {
    await lockRow(db, "contacts", contactId);
    const row = await db.contact.findFirst({
      where: { id: contactId, deletedAt: { not: null }, account: { deletedAt: null } },
    });
    if (!row) throw noSuch("contactId", "deleted contact", "list_contacts");
    await db.contact.updateMany({ where: { id: contactId }, data: { deletedAt: null, version: { increment: 1 } } });
    await syncIdentifiers(db, caller.workspace, row.accountId, onDuplicate === "share");
    note({
      entityId: contactId,
      before: { deletedAt: row.deletedAt?.toISOString() ?? null },
      after: { deletedAt: null },
    });
    return { contact: toContactView(await requireContact(db, contactId)) };
  },
});
