import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { requireOwner } from "@/lib/kernel/refusals";
import { accountIdField, accountView, toAccountView } from "../accounts/account";
import { consentView, toConsentView } from "../consent/consent";
import { contactView, toContactView } from "../contacts/contact";
import { dealView, toDealView } from "../deals/deal";
import { noteView, toNoteView } from "../notes/note";
import { taskView, toTaskView } from "../tasks/task";
import { importTraces } from "./import-traces";
import { personOf, sharersOf } from "./person";

const names = {
  stage: { select: { name: true, outcome: true, probability: true } },
  account: { select: { name: true } },
} as const;

export const exportPersonalData = defineOperation({
  name: "export_personal_data",
  title: "Export a person's data",
  description:
    "Gathers everything kept about one customer, also about customers merged into them and deleted doubles of the same name: fields, contacts, notes, custom fields, tags, consents with history, deals, tasks, bookings and waiting lists. For a person who asks what you know about them. Owners only.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({ accountId: accountIdField }),
  output: z.object({
    exportedAt: z.string(),
    accounts: z.array(accountView),
    contacts: z.array(contactView),
    notes: z.array(noteView),
    customFields: z.array(z.object({ fieldName: z.string(), value: z.string() })),
    tags: z.array(z.string()),
    consents: z.array(consentView),
    deals: z.array(dealView),
    tasks: z.array(taskView),
    bookings: z.array(
      z.object({
        id: z.string(),
        startsAt: z.string(),
        status: z.string(),
        customerName: z.string(),
        notes: z.string().nullable(),
      }),
    ),
    waitlist: z.array(
      z.object({ id: z.string(), customerName: z.string(), status: z.string(), createdAt: z.string() }),
    ),
    /** Records with the same mail or phone and another name, whose data is not in here. */
    sharers: z.array(z.object({ accountId: z.string(), isDeleted: z.boolean() })),
    /** Rows of uploaded lists that became this person or name them. */
    importRows: z.array(
      z.object({
        label: z.string().nullable(),
        receivedAt: z.string().nullable(),
        row: z.int(),
        cells: z.record(z.string(), z.string()),
      }),
    ),
  }),
  renderType: "record",
  summary: ({ accounts, notes, bookings }) =>
    `${accounts[0]?.name ?? "Customer"}: ${notes.length} notes, ${bookings.length} bookings and more`,

  async run({ db, caller }, { accountId }) {
    requireOwner(caller);
    const person = await personOf(db, accountId);
    const { accountIds, recordIds } = person;
    const importRows = await importTraces(db, person);
    const where = { accountId: { in: accountIds } };
    const [accounts, contacts, notes, values, tags, consents, deals, tasks, bookings, places] = await Promise.all([
      db.account.findMany({ where: { id: { in: accountIds } } }),
      db.contact.findMany({ where }),
      db.note.findMany({ where, orderBy: { id: "asc" } }),
      db.customFieldValue.findMany({
        where: { entityId: { in: recordIds } },
        include: { definition: true },
      }),
      db.accountTag.findMany({ where, include: { tag: true } }),
      db.consentRecord.findMany({ where, orderBy: { id: "asc" } }),
      db.deal.findMany({ where, include: names }),
      db.task.findMany({ where, include: { account: { select: { name: true } } } }),
      db.booking.findMany({ where, orderBy: { startsAt: "asc" } }),
      db.waitlistEntry.findMany({ where, orderBy: { id: "asc" } }),
    ]);
    const { timezone } = caller.workspace;
    const sharers = await sharersOf(db, person);
    return {
      exportedAt: new Date().toISOString(),
      accounts: accounts.map((row) => toAccountView(row)),
      contacts: contacts.map((row) => toContactView(row)),
      notes: notes.map(toNoteView),
      customFields: values.map(({ value, definition }) => ({ fieldName: definition.fieldName, value })),
      tags: tags.map(({ tag }) => tag.name),
      consents: consents.map(toConsentView),
      deals: deals.map(toDealView),
      tasks: tasks.map((row) => toTaskView(row, timezone)),
      bookings: bookings.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() })),
      waitlist: places.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
      sharers,
      importRows: importRows.map((row) => ({ ...row, receivedAt: row.receivedAt?.toISOString() ?? null })),
    };
  },
});
