import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { instant, isoDate } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { contactView, toContactView } from "../contacts/contact";
import { FIELD_VALUES, fieldValuesView, toFieldValues } from "../custom-fields/field-values";
import { tagBrief, toTagBrief } from "../tags/tag";
import { accountIdField, accountView, toAccountView } from "./account";
import { maskPhone } from "./phone";

const SHOWN = 10;

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

const INCLUDE = {
  identifiers: { orderBy: [{ kind: "asc" }, { value: "asc" }], take: 100 },
  contacts: { where: { deletedAt: null }, orderBy: [{ isPrimary: "desc" }, { id: "asc" }], take: 50 },
  tags: { include: { tag: true } },
  fieldValues: FIELD_VALUES,
  consents: { where: { isCurrent: true }, orderBy: [{ channel: "asc" }, { purpose: "asc" }] },
  segments: { where: { segment: { deletedAt: null, segmentType: "STATIC" } }, include: { segment: true }, take: 50 },
  notesWritten: { where: { deletedAt: null }, orderBy: { id: "desc" }, take: SHOWN },
  tasks: {
    where: { deletedAt: null, status: { in: ["todo", "in_progress"] } },
    orderBy: [{ dueAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    take: SHOWN,
  },
  deals: {
    where: { deletedAt: null, stage: { outcome: "open" } },
    include: { stage: true },
    orderBy: { id: "desc" },
    take: SHOWN,
  },
} satisfies Prisma.AccountInclude;

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
    const row = await db.account.findFirst({ where: { id: accountId }, include: INCLUDE });
    if (!row) throw noSuch("accountId", "customer", "search_members");
    const masksPhone = caller.role === "staff";
    return {
      account: toAccountView(row, masksPhone),
      isErased: row.erasedAt !== null,
      identifiers: row.identifiers.map(({ kind, value, isShared }) => ({
        kind,
        value: masksPhone && kind === "phone" ? maskPhone(value) : value,
        isShared,
      })),
      contacts: row.contacts.map((contact) => toContactView(contact, masksPhone)),
      tags: row.tags.filter(({ tag }) => tag.deletedAt === null).map(({ tag }) => toTagBrief(tag)),
      customFields: toFieldValues(row.fieldValues),
      consents: row.consents.map(({ channel, purpose, status, occurredAt }) => ({
        channel,
        purpose,
        status,
        occurredAt: occurredAt.toISOString(),
      })),
      segments: row.segments.map(({ segment }) => ({ id: segment.id, name: segment.name })),
      recentNotes: row.notesWritten.map((note) => ({ ...note, createdAt: note.createdAt.toISOString() })),
      openTasks: row.tasks.map((task) => ({ ...task, dueDate: isoDate(task.dueDate) })),
      openDeals: row.deals.map((deal) => ({ ...deal, stage: deal.stage.name })),
    };
  },
});
