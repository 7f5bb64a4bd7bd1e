import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { accountBrief, toAccountBrief } from "../accounts/account";
import { FIELD_VALUES, fieldValuesView, toFieldValues } from "../custom-fields/field-values";
import { contactIdField, contactView, toContactView } from "./contact";

export const getContact = defineOperation({
  name: "get_contact",
  title: "Get a contact",
  description:
    "Shows one contact person with custom fields, and the customer they belong to. For everything about the customer call get_member_profile with account.id.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({ contactId: contactIdField }),
  output: z.object({ contact: contactView, account: accountBrief, customFields: fieldValuesView }),
  renderType: "record",
  summary: ({ contact, account }) => `${contact.name} of ${account.name}`,

  async run({ db, caller }, { contactId }) {
    const row = await db.contact.findFirst({
      where: { id: contactId },
      include: { account: true, fieldValues: FIELD_VALUES },
    });
    if (!row) throw noSuch("contactId", "contact", "list_contacts");
    const masksPhone = caller.role === "staff";
    return {
      contact: toContactView(row, masksPhone),
      account: toAccountBrief(row.account, masksPhone),
      customFields: toFieldValues(row.fieldValues),
    };
  },
});
