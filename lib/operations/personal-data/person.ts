import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { noSuch } from "@/lib/kernel/refusals";
import { deletedTwinsOf } from "../accounts/deleted-twins";
import { fold } from "../accounts/search-text";

/** A customer, whoever was merged into them, deleted records of the same person, and the texts by which they can be recognised. */
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
  const own = await db.account.findMany({ where: { OR: [{ id: accountId }, { mergedIntoId: accountId }] } });
  if (!own.some(({ id }) => id === accountId)) throw noSuch("accountId", "customer", "search_members");
  const accounts = [...own, ...(await deletedDoublesOf(db, own))];
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

type Account = Awaited<ReturnType<DatabaseClient["account"]["findMany"]>>[number];

const namesOf = ({ name, localName }: Pick<Account, "name" | "localName">) =>
  [name, localName].flatMap((each) => (each ? [fold(each)] : []));

/** Deleted records of the same name and the same mail, phone or messenger: of a list that was taken back, for instance. */
async function deletedDoublesOf(db: DatabaseClient, own: readonly Account[]): Promise<Account[]> {
  const names = new Set(own.flatMap(namesOf));
  const ids = new Set(own.map(({ id }) => id));
  const doubles = (await deletedTwinsOf(db, own)).filter(
    (twin) => !ids.has(twin.id) && namesOf(twin).some((name) => names.has(name)),
  );
  return db.account.findMany({ where: { id: { in: doubles.map(({ id }) => id) } } });
}

/** A record of somebody who has the same mail, phone or messenger: another name of the same person, or of their family. */
export interface Sharer {
  accountId: string;
  isDeleted: boolean;
}

/** Records that share an identifier with the person and are not theirs by name. At most 20 of each kind. */
export async function sharersOf(db: DatabaseClient, { accountIds, emails, phones }: Person): Promise<Sharer[]> {
  const live = await db.accountIdentifier.findMany({
    where: { value: { in: [...emails, ...phones] }, accountId: { notIn: accountIds } },
    select: { accountId: true },
    distinct: ["accountId"],
    take: 20,
  });
  const own = await db.account.findMany({ where: { id: { in: accountIds } } });
  const deleted = (await deletedTwinsOf(db, own)).filter(({ id }) => !accountIds.includes(id)).slice(0, 20);
  return [
    ...live.map(({ accountId }) => ({ accountId, isDeleted: false })),
    ...deleted.map(({ id }) => ({ accountId: id, isDeleted: true })),
  ];
}
