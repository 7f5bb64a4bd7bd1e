import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { columnsOf } from "../accounts/account-values";
import { isCalled } from "../accounts/called";
import { identifiersOf, type Owner, ownersOf } from "../accounts/identifier";
import { becomeCustomer, type Customer } from "../bookings/customer";

export interface Visitor {
  name: string;
  email: string;
  phone?: string | undefined;
  language: string;
}

/**
 * The customer a visitor is: the owner of the mailbox, of several the one of that name; else the owner of the phone, if it
 * is of that name, for families share one and numbers change hands; else a newcomer. It never refuses and
 * never tells which, and the booking carries what was typed: nobody proved to be that customer, so nothing of theirs is
 * shown or changed.
 */
export async function guestOf(context: TenantContext, visitor: Visitor): Promise<Customer> {
  const { db, caller } = context;
  const { name, email } = visitor;
  const columns = await columnsOf(context, { name, email, phone: visitor.phone });
  const phone = columns.phone ?? null;
  const owners = await ownersOf(db, caller.workspace.companyId, identifiersOf({ email, phone }));
  const ofMailbox = holdersOf(owners, "email");
  const [onlyHolder, another] = ofMailbox;
  const byMailbox = another ? firstCalled(ofMailbox, name) : onlyHolder;
  const known = byMailbox ?? firstCalled(holdersOf(owners, "phone"), name);
  const typed = { name, email, phone };
  if (known) {
    await db.account.updateMany({ where: { id: known.id, language: null }, data: { language: visitor.language } });
    return { accountId: known.id, ...typed };
  }
  const newcomer = { language: visitor.language, source: "online", isShared: owners.length > 0 };
  return { accountId: (await becomeCustomer(context, name, columns, newcomer)).accountId, ...typed };
}

const holdersOf = (owners: readonly Owner[], kind: string) =>
  owners.filter(({ matchedOn }) => matchedOn.includes(kind)).map(({ account }) => account);

/** The first of a name; namesakes who share a mailbox or a phone cannot be told apart here. */
const firstCalled = (accounts: readonly Owner["account"][], name: string) =>
  accounts.find((account) => isCalled(account, name));
