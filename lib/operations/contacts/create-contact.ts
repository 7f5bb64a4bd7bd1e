import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { accountIdField } from "../accounts/account";
import { requireAccount } from "../accounts/account-values";
import { ON_DUPLICATE, syncIdentifiers } from "../accounts/identifier";
import { contactFields, contactLookup, contactView, toContactView } from "./contact";
import { demoteOthers, phoneColumns } from "./contact-values";
import { deleteContact } from "./delete-contact";

const deletion = (): AnyOperation => deleteContact;
const { name, localName, jobTitle, email, phone, isPrimary } = contactFields;

export const createContact = defineOperation({
  name: "create_contact",
  title: "Add a contact",
  description:
    "Adds a person to an existing customer: an employee of a business, a member of a family. A mail or phone that another customer has is refused with possible_duplicate; onDuplicate share lets both have it. For a new customer use create_account.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    name,
    localName: localName.optional(),
    jobTitle: jobTitle.optional(),
    email: email.optional(),
    phone: phone.optional(),
    isPrimary: isPrimary
      .default(false)
      .meta({ description: "Whether this is whom to reach first. Default false.", examples: [true] }),
    onDuplicate: z
      .enum(ON_DUPLICATE)
      .default("ask")
      .meta({
        description: "When another customer has the mail or phone: ask refuses, share lets both have it.",
        examples: ["share"],
      }),
  }),
  output: z.object({ contact: contactView }),
  renderType: "record",
  summary: ({ contact }) => `${contact.name} added`,
  undo: undoById(deletion, "contactId"),

  async run(context, { accountId, onDuplicate, ...values }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    await requireAccount(db, accountId);
    const id = newId("con");
    if (values.isPrimary) await demoteOthers(db, accountId, id);
    const phones = await phoneColumns(context, values.phone);
    const person = {
      name: values.name,
      localName: values.localName ?? null,
      jobTitle: values.jobTitle ?? null,
      email: values.email ?? null,
      phone: phones.phone ?? null,
    };
    const row = await db.contact.create({
      data: {
        organisationId,
        companyId,
        id,
        accountId,
        ...person,
        phoneOriginal: phones.phoneOriginal ?? null,
        isPrimary: values.isPrimary,
        ...contactLookup(person),
      },
    });
    await syncIdentifiers(db, caller.workspace, accountId, onDuplicate === "share");
    const contact = toContactView(row);
    note({ entityId: id, after: contact });
    return { contact };
  },
});
