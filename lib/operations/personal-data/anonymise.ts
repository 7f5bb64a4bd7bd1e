import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { gramsOf } from "../accounts/search-text";
import type { Person } from "./person";

export const ERASED_NAME = "Erased person";
const SEARCH = { searchText: ERASED_NAME.toLowerCase(), searchGrams: gramsOf(ERASED_NAME.toLowerCase()) };
const NOBODY = { localName: null, email: null, phone: null, phoneOriginal: null };

/** Empties the customer and whatever belongs to nobody else. Returns how many rows of each kind were changed or removed. */
export async function anonymiseRecords(
  db: DatabaseClient,
  { accountIds, contactIds, recordIds }: Person,
): Promise<Record<string, number>> {
  const where = { accountId: { in: accountIds } };
  const now = new Date();
  const accounts = await db.account.updateMany({
    where: { id: { in: accountIds } },
    data: {
      ...NOBODY,
      ...SEARCH,
      name: ERASED_NAME,
      firstName: null,
      lastName: null,
      whatsappId: null,
      gender: null,
      dateOfBirth: null,
      address: null,
      notes: null,
      memberCode: null,
      language: null,
      sortName: ERASED_NAME.toLowerCase(),
      sortEmail: "",
      deletedAt: now,
      erasedAt: now,
      version: { increment: 1 },
    },
  });
  const contacts = await db.contact.updateMany({
    where: { id: { in: contactIds } },
    data: { ...NOBODY, ...SEARCH, name: ERASED_NAME, jobTitle: null, isPrimary: false, deletedAt: now },
  });
  const counts = await Promise.all([
    db.accountIdentifier.deleteMany({ where }),
    db.note.deleteMany({ where: { OR: [where, { contactId: { in: contactIds } }] } }),
    db.customFieldValue.deleteMany({ where: { entityId: { in: recordIds } } }),
    db.accountTag.deleteMany({ where }),
    db.segmentMember.deleteMany({ where }),
    db.task.deleteMany({ where }),
    db.consentRecord.updateMany({ where, data: { proof: null } }),
    db.deal.updateMany({ where, data: { name: "Deal", searchText: "deal", description: null, contactId: null } }),
    db.booking.updateMany({
      where,
      data: { customerName: ERASED_NAME, customerEmail: null, customerPhone: null, notes: null, cancelReason: null },
    }),
    db.waitlistEntry.updateMany({
      where,
      data: { customerName: ERASED_NAME, customerEmail: null, customerPhone: null },
    }),
    db.accountMerge.deleteMany({
      where: { OR: [{ survivorId: { in: accountIds } }, { mergedId: { in: accountIds } }] },
    }),
  ]);
  const kinds = [
    "identifiers",
    "notes",
    "customFieldValues",
    "tags",
    "segmentMemberships",
    "tasks",
    "consents",
    "deals",
    "bookings",
    "waitlistEntries",
    "merges",
  ];
  return {
    accounts: accounts.count,
    contacts: contacts.count,
    ...Object.fromEntries(kinds.map((kind, index) => [kind, counts[index]?.count ?? 0])),
  };
}

/** Takes the person's texts out of what belongs to others: notes, tasks and deals, stored answers, mails, the trail. */
export async function scrubTraces(db: DatabaseClient, person: Person): Promise<Record<string, number>> {
  const { names, emails, phones, recordIds } = person;
  const needles = [...emails, ...phones, ...names];
  let mentions = 0;
  for (const needle of needles) {
    for (const [table, column] of [
      ["notes", "body"],
      ["tasks", "title"],
      ["tasks", "description"],
      ["deals", "description"],
    ] as const) {
      mentions += await db.$executeRaw`
        UPDATE ${Prisma.raw(table)} SET ${Prisma.raw(column)} = replace(${Prisma.raw(column)}, ${needle}, '[erased]')
        WHERE strpos(${Prisma.raw(column)}, ${needle}) > 0`;
    }
  }
  // Both are worked out once, not for each row.
  const knownIds = Prisma.sql`(SELECT favcrm_known_ids(${recordIds}::text[]))`;
  const lowNeedles = Prisma.sql`ARRAY(SELECT lower(needle) FROM unnest(${needles}::text[]) AS needle)`;
  const answers = await db.$executeRaw`
    DELETE FROM idempotency_records
    WHERE favcrm_mentions(concat(key, ' ', output::text), ${knownIds}, ${lowNeedles})`;
  const mails = await db.$executeRaw`
    UPDATE outbox_mails SET recipient = 'erased', data = '{}',
      status = CASE WHEN status = 'queued' THEN 'dropped' ELSE status END
    WHERE lower(recipient) = ANY (${emails}::text[]) OR favcrm_mentions(data::text, ${knownIds}, ${lowNeedles})`;
  const [scrubbed] = await db.$queryRaw<{ events: number }[]>`
    SELECT favcrm_scrub_audit(${recordIds}::text[], ${needles}::text[]) AS events`;
  return { mentions, storedAnswers: answers, mails, auditEvents: scrubbed?.events ?? 0 };
}
