import "server-only";
import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { contactView, toContactView } from "../contacts/contact";
import { fieldValuesView, toFieldValues } from "../custom-fields/field-values";
import { tagBrief } from "../tags/tag";
import { accountIdField, accountView, toAccountView } from "./account";
import { findProfile } from "./member-profile";
import { maskPhone } from "./phone";

const profile = z.object({
  account: accountView,
  /** True when the personal data was erased: nothing but the trail is left. */
  isErased: z.boolean(),
  /** Every mail, phone and messenger identity by which this customer is known, also those of contacts. */
  identifiers: z.array(z.object({ kind: z.string(), value: z.string(), isShared: z.boolean() })),
  contacts: z.array(contactView),
  tags: z.array(tagBrief),
  customFields: fieldValuesView,
  consents: z.array(z.object({ channel: z.string(), purpose: z.string(), status: z.string(), occurredAt: instant })),
  segments: z.array(z.object({ id: z.string(), name: z.string() })),
  recentNotes: z.array(z.object({ id: z.string(), body: z.string(), authorLabel: z.string(), createdAt: instant })),
  openTasks: z.array(
    z.object({ id: z.string(), title: z.string(), status: z.string(), dueDate: z.string().nullable() }),
  ),
  openDeals: z.array(z.object({ id: z.string(), name: z.string(), stage: z.string() })),
});

const iso = (moment: string) => new Date(moment).toISOString();

export const getMemberProfile = defineOperation({
  name: "get_member_profile",
  title: "Get a customer's profile",
  description:
    "Everything about one customer: fields, identifiers, contacts, tags, custom fields, consent, segments picked by hand, the latest notes, open tasks and open deals. Call it before acting for a customer; take version from account for update_account. All notes: list_notes.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({ accountId: accountIdField }),
  output: profile,
  renderType: "record",
  summary: ({ account }) => `${account.name}${account.deletedAt ? " (deleted)" : ""}`,

  async run({ db, caller }, { accountId }) {
    const row = await findProfile(db, accountId);
    if (!row) throw noSuch("accountId", "customer", "search_members");
    const masksPhone = caller.role === "staff";
    return {
      account: toAccountView(row, masksPhone),
      isErased: row.erasedAt !== null,
      identifiers: row.identifiers.map((each) => ({
        ...each,
        value: masksPhone && each.kind === "phone" ? maskPhone(each.value) : each.value,
      })),
      contacts: row.contacts.map(({ createdAt, updatedAt, ...contact }) =>
        toContactView({ ...contact, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) }, masksPhone),
      ),
      tags: row.tags,
      customFields: toFieldValues(row.fieldValues),
      consents: row.consents.map((consent) => ({ ...consent, occurredAt: iso(consent.occurredAt) })),
      segments: row.segments,
      recentNotes: row.recentNotes.map((note) => ({ ...note, createdAt: iso(note.createdAt) })),
      openTasks: row.openTasks,
      openDeals: row.openDeals,
    };
  },
});
