import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import type { Owner } from "../accounts/identifier";
import { maskPhone } from "../accounts/phone";
import { searchIds } from "../accounts/search-index";
import { needleOf } from "../accounts/search-text";

const MOST = 5;
const NEWEST_FIRST = { sort: "createdAt", descending: true, after: null, most: MOST } as const;

interface Named {
  id: string;
  name: string;
  phone: string | null;
}

/** Several customers of one name: only the user knows who is meant. */
export async function severalFit(context: TenantContext, accounts: readonly Named[]): Promise<OperationError> {
  return new OperationError("conflict", {
    reason: "severalCustomers",
    message: "customer: several customers fit",
    hint: "Ask the user which one is meant and book with customer.accountId.",
    details: { field: "customer", candidates: await candidatesOf(context, accounts) },
  });
}

/** Nobody of exactly this name: shows those who have it among their names, and guesses nobody. */
export async function nobodyCalled(context: TenantContext, name: string): Promise<OperationError> {
  const similar = await similarTo(context, name);
  if (similar.length === 0) {
    return new OperationError("not_found", {
      message: `customer.name: nobody is called ${name} yet`,
      hint: "Give email or phone as well to book for a new customer.",
      details: { field: "customer.name" },
    });
  }
  return new OperationError("not_found", {
    message: `customer.name: nobody is called exactly ${name}; details.candidates shows who has it in their name`,
    hint: "Ask the user whether one of details.candidates is meant and use customer.accountId; for somebody new give email or phone as well.",
    details: { field: "customer.name", candidates: await candidatesOf(context, similar) },
  });
}

async function similarTo({ db }: TenantContext, name: string): Promise<Named[]> {
  const needle = needleOf(name);
  const ids = needle ? await searchIds(db, "accounts", needle, NEWEST_FIRST) : [];
  return db.account.findMany({ where: { id: { in: ids }, deletedAt: null }, orderBy: { id: "desc" } });
}

/** The mail or phone is of a customer of another name: a slip, a relative or a friend, which only the user knows. */
export async function anotherHas(context: TenantContext, owners: readonly Owner[]): Promise<OperationError> {
  const accounts = owners.map(({ account }) => account);
  const matchedOn = [...new Set(owners.flatMap((owner) => owner.matchedOn))];
  return new OperationError("possible_duplicate", {
    message: `customer: ${accounts.map(({ name }) => name).join(", ")} has this ${matchedOn.join(" and ")}`,
    hint: "Ask the user who comes, then repeat with customer.onDuplicate: merge (it is that customer), link (somebody who belongs to that customer) or share (a customer of their own); with several candidates give customer.accountId, and name for who comes.",
    details: { field: "customer", matchedOn, candidates: await candidatesOf(context, accounts) },
  });
}

/** What tells people apart and gives nobody's number away; who was here last comes first. */
async function candidatesOf(context: TenantContext, accounts: readonly Named[]) {
  const shown = accounts.slice(0, MOST);
  const visits = await lastVisits(
    context,
    shown.map(({ id }) => id),
  );
  return shown
    .map(({ id, name, phone }) => ({
      accountId: id,
      name,
      phone: phone ? maskPhone(phone) : null,
      lastVisit: visits.get(id)?.toISOString() ?? null,
    }))
    .sort((a, b) => (b.lastVisit ?? "").localeCompare(a.lastVisit ?? ""));
}

async function lastVisits({ db }: TenantContext, accountIds: string[]): Promise<Map<string | null, Date | null>> {
  const rows = await db.booking.groupBy({
    by: ["accountId"],
    where: { accountId: { in: accountIds }, startsAt: { lte: new Date() }, status: { in: ["confirmed", "completed"] } },
    _max: { startsAt: true },
  });
  return new Map(rows.map(({ accountId, _max }) => [accountId, _max.startsAt]));
}
