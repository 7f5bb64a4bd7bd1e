import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { idField, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { enforceQuota } from "@/lib/kernel/quota";
import { columnsOf, lookupColumns } from "../accounts/account-values";
import { isCalled } from "../accounts/called";
import { identifiersOf, type Owner, ownersOf, syncIdentifiers } from "../accounts/identifier";
import { fold } from "../accounts/search-text";
import { fillAccount, linkContact } from "../accounts/take-in";
import { emailField } from "../sign-up/sign-up";
import { anotherHas, nobodyCalled, severalFit } from "./customer-candidates";

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
    onDuplicate: z
      .enum(["ask", "link", "merge", "share"])
      .default("ask")
      .meta({
        description:
          "When the mail or phone is of a customer of another name. ask: refuse and show who; merge: it is that customer; link: book under that customer, for this person; share: a customer of their own.",
        examples: ["ask"],
      }),
  })
  .refine(({ accountId, name }) => accountId !== undefined || name !== undefined, {
    message: "give accountId, or name with email or phone",
  })
  .meta({
    description: "accountId of a known customer (with name when somebody else comes), or name with email or phone.",
    examples: [{ name: "Mei Chan", email: "mei@example.com" }],
  });

/** Who comes, and the account it is booked under. */
export interface Customer {
  accountId: string;
  name: string;
  email: string | null;
  phone: string | null;
  /** Name of the account, when it is booked under somebody else's. */
  accountName?: string | null;
}

const MOST_NAMESAKES = 5;

type Wish = z.output<typeof customerField>;

/**
 * The account a booking belongs to, and who comes. Mail or phone finds the owner when the name agrees; a name alone must fit
 * exactly one customer; a newcomer becomes a customer, by their name alone when they are there. Never a guess and never a
 * silent duplicate.
 */
export async function findCustomer(context: TenantContext, wish: Wish, { isThere = false } = {}): Promise<Customer> {
  const { db, caller } = context;
  if (wish.accountId) return knownCustomer(context, wish.accountId, wish);
  const name = wish.name ?? "";
  if (!wish.email && !wish.phone) return onlyNamesake(context, name, isThere);
  const columns = await columnsOf(context, { name, email: wish.email, phone: wish.phone });
  const owners = await ownersOf(
    db,
    caller.workspace.companyId,
    identifiersOf({ email: wish.email, phone: columns.phone }),
  );
  const namesakes = await calledSo(context, owners, name);
  const [namesake] = namesakes;
  if (namesake && namesakes.length === 1) return coming(namesake.account, columns);
  if (namesakes.length > 1)
    throw await severalFit(
      context,
      namesakes.map(({ account }) => account),
    );
  if (owners.length === 0) return becomeCustomer(context, name, columns);
  return asDecided(context, wish.onDuplicate, owners, { ...columns, name });
}

/** Those who go by a name themselves, or have a contact person who does. */
async function calledSo({ db }: TenantContext, owners: readonly Owner[], name: string): Promise<Owner[]> {
  const namesakes = owners.filter(({ account }) => isCalled(account, name));
  if (namesakes.length > 0 || owners.length === 0) return namesakes;
  const accountId = { in: owners.map(({ account }) => account.id) };
  const contacts = await db.contact.findMany({ where: { accountId, deletedAt: null } });
  const known = new Set(contacts.filter((contact) => isCalled(contact, name)).map((contact) => contact.accountId));
  return owners.filter(({ account }) => known.has(account.id));
}

type Columns = Awaited<ReturnType<typeof columnsOf>>;

/** What the user decided about a mail or phone that somebody of another name has. Throws possible_duplicate for `ask`. */
async function asDecided(
  context: TenantContext,
  decision: Wish["onDuplicate"],
  owners: readonly Owner[],
  columns: Columns & { name: string },
): Promise<Customer> {
  if (decision === "share") return becomeCustomer(context, columns.name, columns, { isShared: true });
  const [owner, another] = owners;
  if (decision === "ask" || !owner || another) throw await anotherHas(context, owners);
  // What is noted of the call is the booking.
  const quiet = { ...context, note: () => undefined };
  if (decision === "link") {
    await linkContact(quiet, owner.account, columns);
    return coming(owner.account, columns);
  }
  const { account } = await fillAccount(quiet, owner.account, columns);
  return coming(account, {});
}

async function knownCustomer(context: TenantContext, id: string, { name, email, phone }: Wish): Promise<Customer> {
  const account = await context.db.account.findFirst({ where: { id, deletedAt: null } });
  if (account) return coming(account, await columnsOf(context, { name, email, phone }));
  throw new OperationError("not_found", {
    message: "customer.accountId: there is no such customer",
    hint: "search_members finds customers.",
    details: { field: "customer.accountId" },
  });
}

async function onlyNamesake(context: TenantContext, name: string, mayBeNew: boolean): Promise<Customer> {
  const namesakes = await context.db.account.findMany({
    where: { sortName: fold(name), deletedAt: null },
    take: MOST_NAMESAKES,
    orderBy: { id: "desc" },
  });
  const [only] = namesakes;
  if (!only && mayBeNew) return becomeCustomer(context, name, await columnsOf(context, { name }), WALKED_IN);
  if (!only) throw await nobodyCalled(context, name);
  if (namesakes.length > 1) throw await severalFit(context, namesakes);
  return coming(only, {});
}

const WALKED_IN = { source: "walk_in" };

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
  return coming(account, {});
}

interface Account extends Pick<Customer, "name" | "email" | "phone"> {
  id: string;
  localName: string | null;
}

interface Comes {
  name?: string | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
}

/** Who comes under an account: its customer, or the person of another name who was given, with what was given of them. */
function coming(account: Account, { name, email, phone }: Comes): Customer {
  const { id: accountId } = account;
  if (name === undefined || isCalled(account, name)) {
    return {
      accountId,
      name: account.name,
      email: account.email ?? email ?? null,
      phone: account.phone ?? phone ?? null,
    };
  }
  const reach = { email: email ?? account.email, phone: phone ?? account.phone };
  return { accountId, name, ...reach, accountName: account.name };
}
