import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { clearable } from "../accounts/account";
import { ON_DUPLICATE, syncIdentifiers } from "../accounts/identifier";
import { CONTACT_FIELDS, contactFields, contactIdField, contactLookup, contactView, toContactView } from "./contact";
import { demoteOthers, phoneColumns, requireContact } from "./contact-values";

const self = (): AnyOperation => updateContact;
const { name, localName, jobTitle, email, phone, isPrimary } = contactFields;
export const updateContact = defineOperation({
  name: "update_contact",
  title: "Update a contact",
  description:
    "Changes the named fields of a contact person and leaves the others; null clears a field. Making a contact primary takes the mark from the one who had it. Pass expectedVersion to be told when somebody changed the record meanwhile.",
  area: "contacts",
  effect: "update",
  scopes: ["contacts:write"],
  input: z.strictObject({
    contactId: contactIdField,
    name: name.optional(),
    localName: clearable(localName),
    jobTitle: clearable(jobTitle),
    email: clearable(email),
    phone: clearable(phone),
    isPrimary: isPrimary.optional(),
    onDuplicate: z
      .enum(ON_DUPLICATE)
      .default("ask")
      .meta({
        description: "When another customer has the new mail or phone: ask refuses, share lets both have it.",
        examples: ["ask"],
      }),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ contact: contactView }),
  renderType: "record",
  summary: ({ contact }) => `${contact.name} updated`,
  undo: undoUpdate(self, "contactId"),

  async run(context, { contactId, expectedVersion, onDuplicate, phone: typed, ...values }) {
    const { db, caller, note } = context;
    await lockRow(db, "contacts", contactId);
    const row = await requireContact(db, contactId);
    const before = toContactView(row);
    requireVersion(row.version, expectedVersion, contactView, () => before);
    if (values.isPrimary) await demoteOthers(db, row.accountId, contactId);
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const data = { ...given, ...(await phoneColumns(context, typed)) };
    await db.contact.updateMany({
      where: { id: contactId },
      data: { ...data, ...contactLookup({ ...row, ...data }), version: { increment: 1 } },
    });
    await syncIdentifiers(db, caller.workspace, row.accountId, onDuplicate === "share");
    const contact = toContactView(await requireContact(db, contactId));
    note({ entityId: contactId, ...differences(before, contact, CONTACT_FIELDS) });
    return { contact };
  },
});
