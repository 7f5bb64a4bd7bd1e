import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { AccountRow } from "../accounts/account";
import { lookupColumns } from "../accounts/account-values";
import { contactLookup } from "../contacts/contact";

interface AccountChange {
  before: AccountRow;
  after: AccountRow;
}

/** Locks these customers until the transaction ends and reads them. */
export async function lockAccounts(db: DatabaseClient, ids: readonly string[]): Promise<Map<string, AccountRow>> {
  await db.$queryRaw`SELECT id FROM accounts WHERE id = ANY (${[...ids]}::text[]) ORDER BY id FOR UPDATE`;
  const rows = await db.account.findMany({ where: { id: { in: [...ids] }, deletedAt: null } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Changes what an import may fill, of many customers at once; each gets its next version. */
export async function writeAccounts(db: DatabaseClient, changes: readonly AccountChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ after }) => ({ ...after, ...lookupColumns(after) }));
  await db.$executeRaw`
    UPDATE accounts a SET local_name = r."localName", first_name = r."firstName", last_name = r."lastName", email = r.email,
      phone = r.phone, phone_original = r."phoneOriginal", language = r.language, gender = r.gender,
      date_of_birth = r."dateOfBirth", address = r.address, notes = r.notes, member_code = r."memberCode",
      search_text = r."searchText", search_grams = r."searchGrams", sort_email = r."sortEmail",
      version = a.version + 1, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id text, "localName" text, "firstName" text,
      "lastName" text, email text, phone text, "phoneOriginal" text, language text, gender text, "dateOfBirth" date,
      address text, notes text, "memberCode" text, "searchText" text, "searchGrams" text[], "sortEmail" text)
    WHERE a.id = r.id`;
  await followInPrimaryContacts(db, changes);
}

/** A person's primary contact is the person: where it held the old value, it gets the new one. */
async function followInPrimaryContacts(db: DatabaseClient, changes: readonly AccountChange[]): Promise<void> {
  const people = new Map(
    changes.flatMap((each) => (each.before.type === "individual" ? [[each.before.id, each]] : [])),
  );
  const contacts = await db.contact.findMany({
    where: { accountId: { in: [...people.keys()] }, isPrimary: true, deletedAt: null },
  });
  const rows = contacts.flatMap((contact) => {
    const change = people.get(contact.accountId);
    if (!change) return [];
    const { before, after } = change;
    const follow = (field: "localName" | "email" | "phone") =>
      contact[field] === before[field] ? after[field] : contact[field];
    const next = { ...contact, localName: follow("localName"), email: follow("email"), phone: follow("phone") };
    const phoneOriginal = next.phone === contact.phone ? contact.phoneOriginal : after.phoneOriginal;
    const isChanged = (["localName", "email", "phone"] as const).some((field) => next[field] !== contact[field]);
    return isChanged ? [{ ...next, phoneOriginal, ...contactLookup(next) }] : [];
  });
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE contacts c SET local_name = r."localName", email = r.email, phone = r.phone, phone_original = r."phoneOriginal",
      search_text = r."searchText", search_grams = r."searchGrams", version = c.version + 1, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id text, "localName" text, email text, phone text,
      "phoneOriginal" text, "searchText" text, "searchGrams" text[])
    WHERE c.id = r.id`;
}
