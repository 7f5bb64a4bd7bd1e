import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { identifiersOf } from "../accounts/identifier";
import { contactLookup } from "../contacts/contact";
import type { StoredValue } from "../custom-fields/field-value";
import type { RowToJoin } from "./plan-import";
import type { NewCustomer } from "./read-row";

/** Where rows are written: a transaction of the company's own. */
export interface ImportPlace {
  db: DatabaseClient;
  workspace: { organisationId: string; companyId: string };
}

/** Tags to put on, one by one. */
export interface Tagging {
  accountId: string;
  tagId: string;
}

/**
 * Writes new customers with their primary contacts, identifiers, tags and effects in one statement: what they have in common
 * travels once, as one JSON text, which is several times faster than a parameter for every value.
 */
export async function storeCustomers(
  { db, workspace }: ImportPlace,
  importId: string,
  customers: readonly NewCustomer[],
  shared: readonly string[],
  tags: readonly Tagging[],
): Promise<void> {
  const { organisationId, companyId } = workspace;
  const records = `[${customers.map(({ record }) => record).join()}]`;
  await db.$executeRaw`
    WITH r AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${records}::jsonb) AS r (id text, "contactId" text, "row" int, name text,
        "localName" text, "firstName" text, "lastName" text, type text, "lifeStage" text, source text, email text,
        phone text, "phoneOriginal" text, language text, gender text, "dateOfBirth" date, address text, notes text,
        "memberCode" text, "searchText" text, "searchGrams" text[], "contactText" text, "contactGrams" text[],
        "sortName" text, "sortEmail" text)
    ), customers AS (
      INSERT INTO accounts (organisation_id, company_id, id, name, local_name, first_name, last_name, type, life_stage,
        source, email, phone, phone_original, language, gender, date_of_birth, address, notes, member_code, search_text,
        search_grams, sort_name, sort_email)
      SELECT ${organisationId}, ${companyId}, id, name, "localName", "firstName", "lastName",
        coalesce(type, 'individual'), coalesce("lifeStage", 'active'), coalesce(source, 'import'), email, phone, "phoneOriginal", language, gender, "dateOfBirth", address, notes, "memberCode", "searchText",
        "searchGrams", "sortName", "sortEmail" FROM r
    ), people AS (
      INSERT INTO contacts (organisation_id, company_id, id, account_id, name, local_name, email, phone, phone_original,
        is_primary, search_text, search_grams)
      SELECT ${organisationId}, ${companyId}, "contactId", id, name, "localName", email, phone, "phoneOriginal", true,
        coalesce("contactText", "searchText"), coalesce("contactGrams", "searchGrams") FROM r
    ), identifiers AS (
      INSERT INTO account_identifiers (organisation_id, company_id, account_id, kind, value, is_shared)
      SELECT ${organisationId}, ${companyId}, id, kind, value, kind || ':' || value = ANY (${[...shared]}::text[])
      FROM r CROSS JOIN LATERAL (VALUES ('email', email), ('phone', phone)) AS i (kind, value) WHERE value IS NOT NULL
    ), labels AS (
      INSERT INTO account_tags (organisation_id, company_id, tag_id, account_id)
      SELECT ${organisationId}, ${companyId}, tag_id, account_id
      FROM unnest(${tags.map(({ tagId }) => tagId)}::text[], ${tags.map(({ accountId }) => accountId)}::text[])
        AS t (tag_id, account_id)
    )
    INSERT INTO import_effects (organisation_id, company_id, import_id, "row", kind, account_id)
    SELECT ${organisationId}, ${companyId}, ${importId}, "row", 'created', id FROM r`;
  await markShared(db, shared);
}

interface ContactToStore {
  id: string;
  accountId: string;
  person: { name: string; localName: string | null; email: string | null; phone: string | null; jobTitle: null };
  phoneOriginal: string | null;
}

async function storeLinkedContacts({ db, workspace }: ImportPlace, contacts: readonly ContactToStore[]): Promise<void> {
  const { organisationId, companyId } = workspace;
  const rows = contacts.map(({ person, ...rest }) => ({ ...rest, ...person, ...contactLookup(person) }));
  await db.$executeRaw`
    INSERT INTO contacts (organisation_id, company_id, id, account_id, name, local_name, email, phone, phone_original,
      is_primary, search_text, search_grams)
    SELECT ${organisationId}, ${companyId}, id, "accountId", name, "localName", email, phone, "phoneOriginal", false,
      "searchText", "searchGrams"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id text, "accountId" text, name text,
      "localName" text, email text, phone text, "phoneOriginal" text, "searchText" text,
      "searchGrams" text[])`;
}

/** What somebody else took in the meantime is a conflict, and the part of the import is planned anew. */
export async function storeIdentifiers(
  { db, workspace }: ImportPlace,
  all: readonly { accountId: string; kind: string; value: string }[],
): Promise<void> {
  const { organisationId, companyId } = workspace;
  await db.$executeRaw`
    INSERT INTO account_identifiers (organisation_id, company_id, account_id, kind, value)
    SELECT ${organisationId}, ${companyId}, "accountId", kind, value
    FROM jsonb_to_recordset(${JSON.stringify(all)}::jsonb) AS r ("accountId" text, kind text, value text)
    ON CONFLICT (organisation_id, company_id, kind, value, account_id) DO NOTHING`;
}

/** Those who had a mail or phone before share it from now on, by `kind:value`. */
async function markShared(db: DatabaseClient, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const kinds = keys.map((key) => key.slice(0, key.indexOf(":")));
  const values = keys.map((key) => key.slice(key.indexOf(":") + 1));
  await db.$executeRaw`
    UPDATE account_identifiers i SET is_shared = true
    FROM unnest(${kinds}::text[], ${values}::text[]) AS s (kind, value)
    WHERE i.kind = s.kind AND i.value = s.value AND NOT i.is_shared`;
}

type WithCustom = { id: string; custom: readonly { definitionId: string; values: readonly StoredValue[] }[] };

export async function storeCustomValues(
  { db, workspace }: ImportPlace,
  accounts: readonly WithCustom[],
): Promise<void> {
  const { organisationId, companyId } = workspace;
  const rows = accounts.flatMap(({ id, custom }) =>
    custom.flatMap(({ definitionId, values }) =>
      values.map(({ value, numberValue, dateValue }, position) => ({
        definitionId,
        id,
        position,
        value,
        numberValue,
        dateValue,
      })),
    ),
  );
  if (rows.length === 0) return;
  await db.$executeRaw`
    INSERT INTO custom_field_values (organisation_id, company_id, definition_id, entity_id, position, value, number_value,
      date_value, account_id)
    SELECT ${organisationId}, ${companyId}, "definitionId", id, position, value, "numberValue", "dateValue", id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("definitionId" text, id text, position int, value text,
      "numberValue" float8, "dateValue" date)`;
}

export interface LinkedRow {
  row: number;
  accountId: string;
  contactId: string;
}

/** Adds rows as contacts of the customers who have their mail or phone; `created` are the customers of earlier rows. */
export async function linkRows(
  place: ImportPlace,
  links: readonly RowToJoin[],
  created: ReadonlyMap<number, string>,
): Promise<LinkedRow[]> {
  const contacts = links.flatMap(({ row, accountId, otherRow }) => {
    const owner = accountId ?? created.get(otherRow ?? -1);
    if (!owner) return [];
    const { name = "", localName = null, email = null } = row.values;
    const person = { name, localName, email, phone: row.phone?.e164 ?? null, jobTitle: null };
    const phoneOriginal = row.phone?.original ?? null;
    return [{ id: newId("con"), accountId: owner, person, phoneOriginal, row: row.row }];
  });
  if (contacts.length === 0) return [];
  await storeLinkedContacts(place, contacts);
  await storeIdentifiers(
    place,
    contacts.flatMap(({ accountId, person }) => identifiersOf(person).map((each) => ({ accountId, ...each }))),
  );
  return contacts.map(({ row, accountId, id }) => ({ row, accountId, contactId: id }));
}
