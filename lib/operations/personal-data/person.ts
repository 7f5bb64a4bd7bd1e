import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { noSuch } from "@/lib/kernel/refusals";

/** A customer, whoever was merged into them, and the texts by which they can be recognised. */
export interface Person {
  accountIds: string[];
  contactIds: string[];
  /** Ids under which the trail may know them: accounts, contacts, notes, deals, tasks, bookings, places in a queue. */
  recordIds: string[];
  names: string[];
  emails: string[];
  phones: string[];
}

/** Shorter names would be found inside other people's words. */
const isTelling = (text: string) => ([...text].length >= 4 && /\s/.test(text)) || /\p{Script=Han}{2}/u.test(text);

/** Collects the person behind a customer, deleted or not. Throws not_found. */
export async function personOf(db: DatabaseClient, accountId: string): Promise<Person> {
  const accounts = await db.account.findMany({ where: { OR: [{ id: accountId }, { mergedIntoId: accountId }] } });
  if (!accounts.some(({ id }) => id === accountId)) throw noSuch("accountId", "customer", "search_members");
  const accountIds = accounts.map(({ id }) => id);
  const where = { accountId: { in: accountIds } };
  const select = { id: true };
  const [contacts, notes, deals, tasks, bookings, places] = await Promise.all([
    db.contact.findMany({ where }),
    db.note.findMany({ where, select }),
    db.deal.findMany({ where, select }),
    db.task.findMany({ where, select }),
    db.booking.findMany({ where }),
    db.waitlistEntry.findMany({ where }),
  ]);
  const texts = (values: (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null && value !== ""))] as string[];
  const people = [...accounts, ...contacts];
  const visits = [...bookings, ...places];
  return {
    accountIds,
    contactIds: contacts.map(({ id }) => id),
    recordIds: [...accounts, ...contacts, ...notes, ...deals, ...tasks, ...visits].map(({ id }) => id),
    names: texts([
      ...people.flatMap(({ name, localName }) => [name, localName]),
      ...visits.map((row) => row.customerName),
    ]).filter(isTelling),
    emails: texts([...people.map(({ email }) => email), ...visits.map((row) => row.customerEmail)]),
    phones: texts([
      ...people.flatMap(({ phone, phoneOriginal }) => [phone, phoneOriginal]),
      ...visits.map((row) => row.customerPhone),
      ...accounts.map(({ whatsappId }) => whatsappId),
    ]),
  };
}
