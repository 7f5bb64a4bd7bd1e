import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { columnsOf } from "../accounts/account-values";
import { identifiersOf, type Owner, ownersOf } from "../accounts/identifier";
import { fold } from "../accounts/search-text";
import { becomeCustomer, type Customer } from "../bookings/customer";

export interface Visitor {
  name: string;
  email: string;
  phone?: string | undefined;
  language: string;
}

/**
 * The customer a visitor is, by the rules that accounts are matched with: the owner of the mailbox, else of the phone; of
 * several, the one of that name; else a newcomer. It never refuses and never tells which, and the booking carries what was
 * typed: nobody proved to be that customer, so nothing of theirs is shown or changed.
 */
export async function guestOf(context: TenantContext, visitor: Visitor): Promise<Customer> {
  const { db, caller } = context;
  const { name, email } = visitor;
  const columns = await columnsOf(context, { name, email, phone: visitor.phone });
  const phone = columns.phone ?? null;
  const owners = await ownersOf(db, caller.workspace.companyId, identifiersOf({ email, phone }));
  const known = ownerAmong(owners, "email", name) ?? ownerAmong(owners, "phone", name);
  const typed = { name, email, phone };
  if (known) {
    await db.account.updateMany({ where: { id: known, language: null }, data: { language: visitor.language } });
    return { accountId: known, ...typed };
  }
  const newcomer = { language: visitor.language, source: "online", isShared: owners.length > 0 };
  return { accountId: (await becomeCustomer(context, name, columns, newcomer)).accountId, ...typed };
}

function ownerAmong(owners: readonly Owner[], kind: string, name: string): string | undefined {
  const fitting = owners.filter(({ matchedOn }) => matchedOn.includes(kind)).map(({ account }) => account);
  const namesakes = fitting.filter((account) => fold(account.name) === fold(name));
  return fitting.length === 1 ? fitting[0]?.id : namesakes[0]?.id;
}
