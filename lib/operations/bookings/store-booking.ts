import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { settingsOf } from "../booking-settings/read-settings";
import type { Customer } from "./customer";
import { wallTime } from "./local-time";
import type { Place } from "./take-place";

export interface NewBooking {
  id: string;
  service: { id: string; currency: string; priceMinor: bigint; requiresConfirmation: boolean };
  customer: Customer;
  place: Place;
  /** Whether somebody asked for this person. */
  isStaffChosen?: boolean;
  participants: number;
  addOns: readonly { id: string; name: string; priceMinor: bigint }[];
  notes: string | null;
  /** Whether the customer is there already: confirmed and checked in. */
  isWalkIn?: boolean;
  /** Where it was made, when not by a call or in the portal. */
  source?: "public_page";
}

/** Writes a booking whose place is taken already, and remembers the customer's last booking. */
export async function storeBooking(context: TenantContext, booking: NewBooking): Promise<void> {
  const { db, caller } = context;
  const { organisationId, companyId, timezone } = caller.workspace;
  const { id, service, customer, place, participants, addOns, notes, isWalkIn = false } = booking;
  const settings = await settingsOf(context);
  const each = addOns.reduce((sum, addOn) => sum + addOn.priceMinor, service.priceMinor);
  await db.booking.create({
    data: {
      organisationId,
      companyId,
      id,
      serviceId: service.id,
      accountId: customer.accountId,
      customerName: customer.name,
      customerEmail: customer.email,
      customerPhone: customer.phone,
      occurrenceId: place.occurrenceId,
      staffId: place.staffId,
      isStaffChosen: booking.isStaffChosen ?? false,
      resourceId: place.resourceId,
      startsAt: new Date(place.start),
      endsAt: new Date(place.end),
      localStart: wallTime(place.start, timezone),
      timezone,
      participants,
      addOns: addOns.map(({ id: addOnId, name }) => ({ id: addOnId, name })),
      priceMinor: each * BigInt(participants),
      currency: service.currency,
      status:
        !isWalkIn && (service.requiresConfirmation || settings.requireBookingConfirmation) ? "pending" : "confirmed",
      checkedInAt: isWalkIn ? new Date(Math.min(place.start, Date.now())) : null,
      notes,
      source: booking.source ?? (caller.surface === "portal" ? "portal" : "api"),
    },
  });
  await db.account.updateMany({
    where: { id: customer.accountId },
    data: { lastBookingAt: new Date(), lastActivityAt: new Date() },
  });
}
