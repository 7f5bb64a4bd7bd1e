import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { contactView, toContactView } from "../contacts/contact";
import { accountBrief, toAccountBrief } from "./account";
import { searchIds } from "./search-index";
import { needleOf } from "./search-text";

export const searchCrm = defineOperation({
  name: "search_crm",
  title: "Search customers and contacts",
  description:
    "Finds customers and contact persons at once by part of a name, mail or phone. Use it when it is not clear whether somebody is a customer or a person linked to one; to filter customers use search_members. Next: get_member_profile, get_contact.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    query: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: "What to look for.", examples: ["9123 4567"] }),
    limit: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .meta({ description: "How many of each kind, 1 to 100.", examples: [10] }),
  }),
  output: z.object({
    accounts: z.array(accountBrief),
    contacts: z.array(contactView.extend({ accountName: z.string() })),
  }),
  renderType: "table",
  summary: ({ accounts, contacts }) =>
    `${countOf(accounts.length, "customer")}, ${countOf(contacts.length, "contact")}`,

  async run({ db, caller }, { query, limit }) {
    const needle = needleOf(query);
    if (!needle) throw invalidField("query", "must hold something to look for", "chan");
    const page = { sort: "createdAt" as const, descending: true, after: null, most: limit };
    const [accountIds, contactIds] = await Promise.all([
      searchIds(db, "accounts", needle, page),
      searchIds(db, "contacts", needle, page),
    ]);
    const newestFirst = { orderBy: { id: "desc" as const } };
    const [accounts, contacts] = await Promise.all([
      db.account.findMany({ where: { id: { in: accountIds } }, ...newestFirst }),
      db.contact.findMany({
        where: { id: { in: contactIds }, account: { deletedAt: null } },
        include: { account: { select: { name: true } } },
        ...newestFirst,
      }),
    ]);
    const masksPhone = caller.role === "staff";
    return {
      accounts: accounts.map((row) => toAccountBrief(row, masksPhone)),
      contacts: contacts.map((row) => ({ ...toContactView(row, masksPhone), accountName: row.account.name })),
    };
  },
});
