import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { enforceQuota } from "@/lib/kernel/quota";
import { settingsOf } from "../booking-settings/read-settings";
import { release, releaseHold } from "../bookings/allocations";
import { HOLDING, spoken } from "../bookings/booking";
import { requireCustomerMayBook } from "../bookings/customer-rules";
import { requireFitting } from "../bookings/most-people";
import { notifyCustomers } from "../bookings/notify-customers";
import { readStart } from "../bookings/start-time";
import { storeBooking } from "../bookings/store-booking";
import { type Place, takePlace, unseat } from "../bookings/take-place";
import { addOnsOf, lengthWith } from "../services/add-on";
import type { OpenPage } from "./enter-page";
import { guestOf, type Visitor } from "./guest";
import { noteMarketingConsent } from "./note-consent";
import type { PublishedService } from "./published";

export interface VisitorWish extends Visitor {
  page: OpenPage;
  service: PublishedService;
  start: string;
  staffId?: string | undefined;
  holdId?: string | undefined;
  addOnIds: readonly string[];
  participants: number;
  notes?: string | undefined;
  marketing: boolean;
}

/** Coming bookings from the page that one mailbox may have; beyond it somebody is filling a calendar. */
const MOST_COMING = 10;

/**
 * Books for a visitor. What depends on the customer's own past is never told to the page, where anybody could ask for
 * anybody: when the business has such rules, `bookingId` is null for everyone and the answer goes to the mailbox.
 */
export async function bookAsVisitor(context: TenantContext, wish: VisitorWish) {
  const { service, page, participants } = wish;
  const { timezone } = page.workspace;
  requireFitting(service, participants);
  const start = readStart(wish.start, timezone);
  const addOns = await addOnsOf(context, service.id, wish.addOnIds);
  await enforceQuota(context, "bookingsPerMonth");
  await requireFewComing(context, wish.email);
  const id = newId("bkg");
  const durationMinutes = lengthWith(service, addOns);
  const wasHeld = wish.holdId !== undefined && (await releaseHold(context, wish.holdId)) !== null;
  const holder = { type: "booking" as const, id };
  const { staffId } = wish;
  const place = await takePlace(context, { service, start, durationMinutes, participants, staffId, holder });
  const customer = await guestOf(context, wish);
  const isDiscreet = await hasCustomerRules(context, service);
  const answer = { serviceName: service.name, localStart: spoken(start, timezone), wasHeld };
  const refused = isDiscreet && (await refusedByMail(context, wish, { id, accountId: customer.accountId, place }));
  if (refused) return { bookingId: null, ...answer };
  await storeBooking(context, {
    id,
    service,
    customer,
    place,
    isStaffChosen: staffId !== undefined,
    participants,
    addOns,
    notes: wish.notes ?? null,
    source: "public_page",
  });
  if (wish.marketing) {
    await noteMarketingConsent(context, { accountId: customer.accountId, email: wish.email, recordId: id });
  }
  await notifyCustomers(context, "confirmation", [id]);
  context.note({ entityId: id, after: { ...answer, participants, accountId: customer.accountId } });
  return { bookingId: isDiscreet ? null : id, ...answer };
}

async function requireFewComing({ db }: TenantContext, customerEmail: string): Promise<void> {
  const coming = { source: "public_page", status: { in: [...HOLDING] }, startsAt: { gt: new Date() } };
  if ((await db.booking.count({ where: { customerEmail, ...coming } })) < MOST_COMING) return;
  throw new OperationError("rate_limited", {
    message: "There are many bookings with this mailbox already.",
    hint: "Ask the business to book for you.",
  });
}

async function hasCustomerRules(context: TenantContext, { cooldownMinutes }: PublishedService): Promise<boolean> {
  const settings = await settingsOf(context);
  const { maximumUpcomingPerCustomer, globalCooldownDays, blockUntilFinished } = settings;
  return (
    maximumUpcomingPerCustomer !== null || globalCooldownDays !== null || blockUntilFinished || cooldownMinutes > 0
  );
}

/** Whether a rule about the customer forbids it; then the place is given back and the mailbox is told why. */
async function refusedByMail(
  context: TenantContext,
  { service, page, email, participants, language }: VisitorWish,
  { id, accountId, place }: { id: string; accountId: string; place: Place },
): Promise<boolean> {
  try {
    await requireCustomerMayBook(context, { accountId, service, start: place.start });
    return false;
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    if (place.occurrenceId) await unseat(context, place.occurrenceId, participants);
    await release(context, id);
    await context.queueMail({
      template: "booking_refused",
      to: email,
      locale: language,
      lifeSeconds: 86_400,
      data: {
        businessName: page.workspace.companyName,
        serviceName: service.name,
        startsAt: new Date(place.start).toISOString(),
        timezone: page.workspace.timezone,
        reason: error.message,
        manageUrl: `/book/${page.slug}`,
      },
    });
    context.note({ after: { refused: error.message } });
    return true;
  }
}
