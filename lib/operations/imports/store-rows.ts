import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { lookupColumns } from "../accounts/account-values";
import { identifiersOf } from "../accounts/identifier";
import { contactLookup } from "../contacts/contact";
import type { StoredValue } from "../custom-fields/field-value";
import type { ImportPlan, RowToJoin } from "./plan-import";

const NULLS = { localName: null, firstName: null, lastName: null, email: null, memberCode: null, whatsappId: null };

/** Where rows are written: a transaction of the company's own. */
export interface ImportPlace {
  db: DatabaseClient;
  workspace: { organisationId: string; companyId: string };
}

/**
 * Writes new customers with their primary contacts, identifiers and custom fields. Rows travel as one JSON text, which is
 * several times faster than a parameter for every value; that of a customer is its contact's too. Returns their ids by row.
 */
export async function storeRows(place: ImportPlace, fresh: ImportPlan["fresh"]): Promise<Map<number, string>> {
  const accounts = fresh.map(accountOf);
  if (accounts.length === 0) return new Map();
  await storeAccounts(place, accounts);
  await storeIdentifiers(
    place,
    accounts.flatMap((account) =>
      identifiersOf(account).map((each) => ({
        accountId: account.id,
        isShared: account.shared.has(`${each.kind}:${each.value}`),
        ...each,
      })),
    ),
  );
  await storeCustomValues(place, accounts);
  return new Map(accounts.map(({ id, rowNumber }) => [rowNumber, id]));
}

function accountOf({ row: { row: rowNumber, values, phone, custom }, shared }: ImportPlan["fresh"][number]) {
  const row = { ...NULLS, ...values, name: values.name ?? "", phone: phone?.e164 ?? null };
  return {
    id: newId("acc"),
    contactId: newId("con"),
    source: "import",
    type: "individual",
    lifeStage: "active",
    ...row,
    phoneOriginal: phone?.original ?? null,
    ...lookupColumns(row),
    ...ownLookupOf(row),
    rowNumber,
    custom,
    shared,
  };
}

/** By what the primary contact is found, where the customer has names or a code that the contact has not. */
function ownLookupOf(row: Parameters<typeof lookupColumns>[0]) {
  if (!row.firstName && !row.lastName && !row.memberCode) return { contactText: null, contactGrams: null };
  const { searchText, searchGrams } = contactLookup({ ...row, jobTitle: null });
  return { contactText: searchText, contactGrams: searchGrams };
}

async function storeAccounts(
  { db, workspace }: ImportPlace,
  accounts: readonly ReturnType<typeof accountOf>[],
): Promise<void> {
  const { organisationId, companyId } = workspace;
  const rows = accounts.map(({ custom: _, shared: __, ...row }) => row);
  await db.$executeRaw`
    WITH r AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id text, "contactId" text, name text,
        "localName" text, "firstName" text, "lastName" text, type text, "lifeStage" text, source text, email text,
        phone text, "phoneOriginal" text, language text, gender text, "dateOfBirth" date, address text, notes text,
        "memberCode" text, "searchText" text, "searchGrams" text[], "contactText" text, "contactGrams" text[],
        "sortName" text, "sortEmail" text)
    ), made AS (
      INSERT INTO accounts (organisation_id, company_id, id, name, local_name, first_name, last_name, type, life_stage,
        source, email, phone, phone_original, language, gender, date_of_birth, address, notes, member_code, search_text,
        search_grams, sort_name, sort_email)
      SELECT ${organisationId}, ${companyId}, id, name, "localName", "firstName", "lastName", type, "lifeStage", source,
        email, phone, "phoneOriginal", language, gender, "dateOfBirth", address, notes, "memberCode", "searchText",
        "searchGrams", "sortName", "sortEmail" FROM r
    )
    INSERT INTO contacts (organisation_id, company_id, id, account_id, name, local_name, email, phone, phone_original,
      is_primary, search_text, search_grams)
    SELECT ${organisationId}, ${companyId}, "contactId", id, name, "localName", email, phone, "phoneOriginal", true,
      coalesce("contactText", "searchText"), coalesce("contactGrams", "searchGrams") FROM r`;
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

interface IdentifierToStore {
  accountId: string;
  kind: string;
  value: string;
  isShared: boolean;
}

/** What somebody else took in the meantime is a conflict, and the part of the import is planned anew. */
export async function storeIdentifiers(
  { db, workspace }: ImportPlace,
  all: readonly IdentifierToStore[],
): Promise<void> {
  const { organisationId, companyId } = workspace;
  await db.$executeRaw`
    INSERT INTO account_identifiers (organisation_id, company_id, account_id, kind, value, is_shared)
    SELECT ${organisationId}, ${companyId}, "accountId", kind, value, "isShared"
    FROM jsonb_to_recordset(${JSON.stringify(all)}::jsonb) AS r ("accountId" text, kind text, value text, "isShared" boolean)
    ON CONFLICT (organisation_id, company_id, kind, value, account_id) DO NOTHING`;
  const shared = all.filter(({ isShared }) => isShared);
  if (shared.length === 0) return;
  await db.$executeRaw`
    UPDATE account_identifiers i SET is_shared = true
    FROM jsonb_to_recordset(${JSON.stringify(shared)}::jsonb) AS r (kind text, value text)
    WHERE i.kind = r.kind AND i.value = r.value AND NOT i.is_shared`;
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
    contacts.flatMap(({ accountId, person }) =>
      identifiersOf(person).map((each) => ({ accountId, isShared: false, ...each })),
    ),
  );
  return contacts.map(({ row, accountId, id }) => ({ row, accountId, contactId: id }));
}
