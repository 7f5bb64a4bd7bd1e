import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { spoken } from "./booking";
import type { Customer } from "./customer";

/** Takes a place with `take`; when the class is full because one is kept for this very customer, the refusal says to claim it. */
export async function orClaimKept<T>(
  context: TenantContext,
  customer: () => Promise<Customer>,
  take: () => Promise<T>,
): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== "class_full") throw error;
    const { occurrenceId } = error.details ?? {};
    const kept = typeof occurrenceId === "string" && (await keptFor(context, occurrenceId, customer));
    throw kept || error;
  }
}

async function keptFor(
  { db, caller }: TenantContext,
  occurrenceId: string,
  customer: () => Promise<Customer>,
): Promise<OperationError | null> {
  const offered = { occurrenceId, status: "offered", offeredUntil: { gt: new Date() } };
  const offers = await db.waitlistEntry.findMany({ where: offered });
  if (offers.length === 0) return null;
  // Who cannot be told apart has no offer; that the class is full is what counts then.
  const accountId = await customer().then(
    (found) => found.accountId,
    () => null,
  );
  const entry = offers.find((each) => accountId !== null && each.accountId === accountId);
  if (!entry?.offeredUntil) return null;
  const { timezone } = caller.workspace;
  // Not class_full: that answers everybody who wants this place, and only one of them has an offer.
  return new OperationError("not_bookable", {
    message: `A place is kept for ${entry.customerName} until ${spoken(entry.offeredUntil.getTime(), timezone)}.`,
    hint: "Book it with claim_waitlist_place and details.entryId.",
    details: { rule: "placeKept", entryId: entry.id, offeredUntil: entry.offeredUntil.toISOString(), alternatives: [] },
  });
}
