import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";

/** What hangs on customers and contacts, and when it says that somebody worked with them since an import brought them. */

const ALWAYS = "true";
const NEVER = "false";
/** When the import last wrote to the customer `a`, where the row `x` may be of its own making under this name. */
const since = (name: string) =>
  `(CASE WHEN EXISTS (SELECT FROM own o WHERE o.id = a.id AND o.name = ${name}) THEN a.updated_at ELSE a.created_at END)`;

/** By foreign key, for a row `x` of the customer `a`; a test compares them with those of the database. */
export const ON_CUSTOMERS: Readonly<Record<string, string>> = {
  "accounts.referred_by_account_id": ALWAYS,
  // Mails and phones follow the fields of the customer and the contacts.
  "account_identifiers.account_id": NEVER,
  "account_tags.account_id": `x.created_at > ${since("'tag:' || x.tag_id")}`,
  "bookings.account_id": ALWAYS,
  // What a deleted twin withdrew came with the customer.
  "consent_records.account_id": "x.recorded_at > a.created_at",
  "contacts.account_id": "x.deleted_at IS NULL AND x.updated_at > a.updated_at",
  "custom_field_values.account_id": `x.updated_at > ${since("'custom:' || x.definition_id")}`,
  "deals.account_id": ALWAYS,
  "notes.account_id": ALWAYS,
  "segment_members.account_id": ALWAYS,
  "tasks.account_id": ALWAYS,
  "waitlist_entries.account_id": ALWAYS,
};

/** The same for a row `x` of the contact `a`: an import gives a contact nothing but its own fields. */
export const ON_CONTACTS: Readonly<Record<string, string>> = {
  "custom_field_values.contact_id": ALWAYS,
  "deals.contact_id": ALWAYS,
  "notes.contact_id": ALWAYS,
};

function nothingOn(belongings: Readonly<Record<string, string>>): Prisma.Sql {
  const conditions = Object.entries(belongings).flatMap(([key, condition]) => {
    const [table, column] = key.split(".");
    return condition === NEVER
      ? []
      : [
          `NOT EXISTS (SELECT FROM ${table} x WHERE x.organisation_id = a.organisation_id AND x.company_id = a.company_id
            AND x.${column} = a.id AND ${condition})`,
        ];
  });
  return Prisma.raw(conditions.join(" AND "));
}

const NOTHING_ON_CUSTOMER = nothingOn(ON_CUSTOMERS);
const NOTHING_ON_CONTACT = nothingOn(ON_CONTACTS);

/** What an import gave a customer whom it made or found: names of fields, `tag:` and `custom:` with an id among them. */
export interface Given {
  accountId: string;
  filled: readonly string[];
}

/** Those of the customers on whom somebody worked since: noted, planned, sold, booked, tagged, asked for consent. */
export async function customersWorkedWith(
  db: DatabaseClient,
  ids: readonly string[],
  given: readonly Given[],
): Promise<Set<string>> {
  const own = given.flatMap(({ accountId, filled }) => filled.map((name) => ({ id: accountId, name })));
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH own AS MATERIALIZED (SELECT id, name FROM jsonb_to_recordset(${JSON.stringify(own)}::jsonb) AS o (id text, name text))
    SELECT a.id FROM accounts a WHERE a.id = ANY (${[...ids]}::text[]) AND a.last_booking_at IS NULL
      AND ${NOTHING_ON_CUSTOMER}`;
  return without(ids, rows);
}

/** Those of the contacts on whom somebody worked since. */
export async function contactsWorkedWith(db: DatabaseClient, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM contacts a WHERE a.id = ANY (${[...ids]}::text[]) AND ${NOTHING_ON_CONTACT}`;
  return without(ids, rows);
}

function without(ids: readonly string[], untouched: readonly { id: string }[]): Set<string> {
  const worked = new Set(ids);
  for (const { id } of untouched) worked.delete(id);
  return worked;
}
