import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { readSettings } from "../booking-settings/read-settings";
import { release } from "./allocations";
import { type BookingView, HOLDING } from "./booking";
import { changeStatus } from "./change-status";
import { notifyCustomers } from "./notify-customers";
import { offerFreedPlaces } from "./offer-freed-places";
import { lockBooking } from "./read-booking";
import { unseat } from "./take-place";

const HOUR_MS = 3_600_000;

interface Cancellation {
  bookingId: string;
  reason?: string | undefined;
  refundMethod?: string | undefined;
  notifyCustomer: boolean;
}

/** Cancels a booking, whoever asks; see cancel_booking. */
export async function cancelOne(
  context: TenantContext,
  { bookingId, reason, refundMethod, notifyCustomer }: Cancellation,
): Promise<BookingView> {
  const before = await lockBooking(context, bookingId);
  const { settings } = await readSettings(context);
  const isLateCancel = before.startsAt.getTime() - Date.now() < settings.cancellationWindowHours * HOUR_MS;
  const booking = await changeStatus(context, {
    bookingId,
    from: HOLDING,
    to: "cancelled",
    data: {
      cancelledAt: new Date(),
      cancelReason: reason ?? null,
      refundMethod: refundMethod ?? null,
      isLateCancel,
      // Calendars take a cancellation only when it is newer than what they hold.
      sequence: { increment: 1 },
    },
  });
  if (before.status !== "cancelled") {
    await release(context, bookingId);
    if (before.occurrenceId) {
      await unseat(context, before.occurrenceId, before.participants);
      await offerFreedPlaces(context, before.occurrenceId);
    }
    if (notifyCustomer) await notifyCustomers(context, "cancelled", [bookingId]);
  }
  return booking;
}
