import { newId } from "@/lib/kernel/ids";
import { lookupColumns } from "../accounts/account-values";
import { contactLookup } from "../contacts/contact";
import type { NewCustomer, ReadRow } from "./read-row";

const NULLS = { localName: null, firstName: null, lastName: null, email: null, memberCode: null, whatsappId: null };

/**
 * The customer that a row becomes, with its primary contact, written out as the database takes it. What a row does not say is
 * left out: the text is copied several times on its way. Pure computing.
 */
export function newCustomerOf({ row, values, phone }: ReadRow): NewCustomer {
  const id = newId("acc");
  const person = { ...NULLS, ...values, name: values.name ?? "", phone: phone?.e164 ?? null };
  const record = {
    id,
    contactId: newId("con"),
    row,
    ...values,
    name: person.name,
    phone: phone?.e164,
    phoneOriginal: phone?.original,
    ...lookupColumns(person),
    ...ownLookupOf(person),
  };
  return { id, record: JSON.stringify(record) };
}

/** By what the primary contact is found, where the customer has names or a code that the contact has not. */
function ownLookupOf(person: Parameters<typeof lookupColumns>[0]) {
  if (!person.firstName && !person.lastName && !person.memberCode) return {};
  const { searchText, searchGrams } = contactLookup({ ...person, jobTitle: null });
  return { contactText: searchText, contactGrams: searchGrams };
}
