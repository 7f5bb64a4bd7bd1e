import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { settingsOf } from "../booking-settings/read-settings";
import { HOLDING, type SlotView } from "./booking";
import { nearestFree, type PlaceSearch } from "./find-slots";
import { type Instant, MINUTE_MS } from "./local-time";

interface Wish extends PlaceSearch {
  accountId: string;
  service: PlaceSearch["service"] & { cooldownMinutes: number };
  start: Instant;
}

const DAY_MS = 86_400_000;
/** More bookings of one customer than this are not looked at when a time after them is searched. */
const MOST_LOOKED_AT = 500;

/** What a single customer may book: number of coming bookings, rest between two, one at a time. Throws not_bookable. */
export async function requireCustomerMayBook(context: TenantContext, wish: Wish): Promise<void> {
  const { accountId, service } = wish;
  const settings = await settingsOf(context);
  const { maximumUpcomingPerCustomer: most, globalCooldownDays, blockUntilFinished, cooldownMessage } = settings;
  const mine = { accountId, status: { in: [...HOLDING] } };
  if (most !== null && (await context.db.booking.count({ where: { ...mine, startsAt: { gt: new Date() } } })) >= most) {
    throw refusal(`This customer already has ${most} coming bookings.`, "maximumUpcomingPerCustomer");
  }
  if (
    blockUntilFinished &&
    (await context.db.booking.count({ where: { ...mine, serviceId: service.id, endsAt: { gt: new Date() } } })) > 0
  ) {
    throw refusal("This customer has a booking of this service that is not over yet.", "blockUntilFinished");
  }
  const rest = cooldownMessage ?? "This customer must leave more time between two bookings.";
  if (service.cooldownMinutes > 0) {
    const later = await laterTimes(context, wish, service.cooldownMinutes * MINUTE_MS, service.id);
    if (later) throw refusal(rest, "cooldownMinutes", later);
  }
  if (globalCooldownDays !== null) {
    const later = await laterTimes(context, wish, globalCooldownDays * DAY_MS);
    if (later) throw refusal(rest, "globalCooldownDays", later);
  }
}

const ONE_MORE =
  "For another person give their name in customer. If the same customer wants one more place, ask them and repeat with allowSecond true.";
const ONE_TOO_MANY =
  "Ask the customer. One place is enough: cancel this booking with cancel_booking. They want one more: use create_booking with allowSecond true and cancel this one.";

/**
 * Nobody needs two places in one class by mistake; whoever comes under the same account by another name does. `bookingId` is
 * the booking that is moved there, when it is not a new one; `hint` names the way out where it is another. Throws not_bookable.
 */
export async function requireNotInClass(
  { db }: TenantContext,
  { accountId, name, bookingId, hint }: { accountId: string; name: string; bookingId?: string; hint?: string },
  occurrenceId: string,
): Promise<void> {
  const others = bookingId === undefined ? {} : { id: { not: bookingId } };
  const mine = { ...others, occurrenceId, accountId, customerName: name, status: { in: [...HOLDING] } };
  const known = await db.booking.findFirst({ where: mine, select: { id: true, participants: true } });
  if (!known) return;
  throw new OperationError("not_bookable", {
    message: `${name} already has a place in this class.`,
    hint: hint ?? (bookingId === undefined ? ONE_MORE : ONE_TOO_MANY),
    details: { rule: "alreadyInClass", bookingId: known.id, participants: known.participants, alternatives: [] },
  });
}

/** Null when a start leaves enough time to the customer's other bookings; else the nearest free times that do, after them. */
async function laterTimes(
  context: TenantContext,
  { accountId, start, ...search }: Wish,
  restMs: number,
  serviceId?: string,
): Promise<SlotView[] | null> {
  const booked = await context.db.booking.findMany({
    where: {
      accountId,
      status: { in: [...HOLDING, "completed"] },
      startsAt: { gt: new Date(start - restMs) },
      ...(serviceId ? { serviceId } : {}),
    },
    orderBy: { startsAt: "asc" },
    take: MOST_LOOKED_AT,
    select: { startsAt: true },
  });
  const isNear = (at: Instant) => booked.filter(({ startsAt }) => Math.abs(startsAt.getTime() - at) < restMs);
  const last = isNear(start).at(-1);
  if (!last) return null;
  return nearestFree(context, search, last.startsAt.getTime() + restMs, (at) => isNear(at).length === 0);
}

/** No time of the calendar helps against a rule about how many bookings there are, so none is offered. */
function refusal(message: string, rule: string, alternatives: SlotView[] = []): OperationError {
  return new OperationError("not_bookable", {
    message,
    hint:
      alternatives.length > 0
        ? "Offer one of details.alternatives, or change the rule with update_booking_settings."
        : "Cancel or move a coming booking of the customer, or change the rule with update_booking_settings.",
    details: { rule, alternatives },
  });
}
