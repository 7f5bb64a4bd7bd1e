import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { enforceQuota } from "@/lib/kernel/quota";
import { columnsOf, lookupColumns } from "../accounts/account-values";
import { identifiersOf, ownersOf, syncIdentifiers } from "../accounts/identifier";
import { maskPhone } from "../accounts/phone";
import { fold } from "../accounts/search-text";
import { emailField } from "../sign-up/sign-up";

/** Whom a booking is for: a known account, or a name with mail or phone. */
export const customerField = z
  .strictObject({
    accountId: idField("acc", "Account of the customer, from search_members.").optional(),
    name: lineOfText(1, 200)
      .optional()
      .meta({ description: "Name of the customer.", examples: ["Mei Chan"] }),
    email: emailField
      .optional()
      .meta({ format: "email", description: "Mailbox of the customer.", examples: ["mei@example.com"] }),
    phone: z
      .string()
      .trim()
      .min(3)
      .max(40)
      .optional()
      .meta({ description: "Phone of the customer.", examples: ["+852 9123 4567"] }),
  })
  .refine(({ accountId, name }) => accountId !== undefined || name !== undefined, {
    message: "give accountId, or name with email or phone",
  })
  .meta({
    description: "accountId of a known customer, or name with email or phone.",
    examples: [{ name: "Mei Chan", email: "mei@example.com" }],
  });

export interface Customer {
  accountId: string;
  name: string;
  email: string | null;
  phone: string | null;
}

const MOST_NAMESAKES = 5;

/**
 * The account a booking belongs to. Mail or phone finds the owner; a name alone must fit exactly one customer; a newcomer
 * becomes a customer. Never a guess and never a silent duplicate.
 */
export async function findCustomer(context: TenantContext, wish: z.output<typeof customerField>): Promise<Customer> {
  const { db, caller } = context;
  if (wish.accountId) {
    const account = await db.account.findFirst({ where: { id: wish.accountId, deletedAt: null } });
    if (account) return toCustomer(account);
    throw new OperationError("not_found", {
      message: "customer.accountId: there is no such customer",
      hint: "search_members finds customers.",
      details: { field: "customer.accountId" },
    });
  }
  const name = wish.name ?? "";
  const columns = await columnsOf(context, { name, email: wish.email, phone: wish.phone });
  const owners = await ownersOf(
    db,
    caller.workspace.companyId,
    identifiersOf({ email: wish.email, phone: columns.phone }),
  );
  const sameName = owners.filter(({ account }) => fold(account.name) === fold(name));
  const [owner] = sameName.length > 0 ? sameName : owners;
  if (owner && (owners.length === 1 || sameName.length === 1)) return toCustomer(owner.account);
  if (owners.length > 1) throw ambiguous(owners.map(({ account }) => account));
  if (!wish.email && !wish.phone) return onlyNamesake(context, name);
  return becomeCustomer(context, name, columns);
}

async function onlyNamesake({ db }: TenantContext, name: string): Promise<Customer> {
  const namesakes = await db.account.findMany({
    where: { sortName: fold(name), deletedAt: null },
    take: MOST_NAMESAKES,
    orderBy: { id: "desc" },
  });
  const [only] = namesakes;
  if (only && namesakes.length === 1) return toCustomer(only);
  if (namesakes.length > 1) throw ambiguous(namesakes);
  throw new OperationError("not_found", {
    message: `customer.name: nobody is called ${name} yet`,
    hint: "Give email or phone as well to book for a new customer.",
    details: { field: "customer.name" },
  });
}

type Newcomer = { language?: string; source?: string; isShared?: boolean };

/** Makes a customer of somebody who books for the first time; `isShared` when another has the same mail or phone. */
export async function becomeCustomer(
  context: TenantContext,
  name: string,
  columns: Awaited<ReturnType<typeof columnsOf>>,
  { isShared, ...more }: Newcomer = {},
): Promise<Customer> {
  const { db, caller } = context;
  const { organisationId, companyId } = caller.workspace;
  await enforceQuota(context, "customers");
  const nulls = {
    localName: null,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    whatsappId: null,
    memberCode: null,
  };
  const base = { ...nulls, ...columns, name };
  const account = await db.account.create({
    data: { organisationId, companyId, id: newId("acc"), ...base, ...lookupColumns(base), ...more },
  });
  await syncIdentifiers(db, caller.workspace, account.id, isShared);
  return toCustomer(account);
}

interface Named {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  lastBookingAt: Date | null;
}

function toCustomer({ id, name, email, phone }: Named): Customer {
  return { accountId: id, name, email, phone };
}

function ambiguous(accounts: readonly Named[]): OperationError {
  return new OperationError("conflict", {
    message: "customer: several customers fit",
    hint: "Ask the user which one is meant and book with customer.accountId.",
    details: {
      field: "customer",
      candidates: accounts.slice(0, MOST_NAMESAKES).map(({ id, name, phone, lastBookingAt }) => ({
        accountId: id,
        name,
        phone: phone ? maskPhone(phone) : null,
        lastVisit: lastBookingAt?.toISOString() ?? null,
      })),
    },
  });
}
