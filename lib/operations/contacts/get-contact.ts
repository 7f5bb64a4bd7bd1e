import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { accountBrief, toAccountBrief } from "../accounts/account";
import { contactIdField, contactView, toContactView } from "./contact";

export const getContact = defineOperation({
  name: "get_contact",
  title: "Get a contact",
  description:
    "Shows one contact person and the customer they belong to. For everything about the customer call get_member_profile with account.id.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({ contactId: contactIdField }),
  output: z.object({ contact: contactView, account: accountBrief }),
  renderType: "record",
  summary: ({ contact, account }) => `${contact.name} of ${account.name}`,

  async run({ db, caller }, { contactId }) {
    const row = await db.contact.findFirst({ where: { id: contactId }, include: { account: true } });
    if (!row) throw noSuch("contactId", "contact", "list_contacts");
    const masksPhone = caller.role === "staff";
    return { contact: toContactView(row, masksPhone), account: toAccountBrief(row.account, masksPhone) };
  },
});
