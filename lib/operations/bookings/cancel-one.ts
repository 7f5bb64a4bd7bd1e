import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { readSettings } from "../booking-settings/read-settings";
import { release } from "./allocations";
import { HOLDING } from "./booking";
import { changeStatus } from "./change-status";
import { notifyCustomers } from "./notify-customers";
import { offerFreedPlaces } from "./offer-freed-places";
import { lockBooking } from "./read-booking";
import { unseat } from "./take-place";
import type { ChangedBooking } from "./told";
import type { OfferView } from "./waitlist";

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
): Promise<ChangedBooking & { offers: OfferView[] }> {
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
  if (before.status === "cancelled") return { ...booking, told: null, offers: [] };
  const offers = await giveBack(context, before);
  const [told = null] = notifyCustomer ? await notifyCustomers(context, "cancelled", [bookingId]) : [];
  return { ...booking, told, offers };
}

/** Frees what a booking took, and offers the place of a class to who waits for it. */
async function giveBack(
  context: TenantContext,
  { id, occurrenceId, participants }: { id: string; occurrenceId: string | null; participants: number },
): Promise<OfferView[]> {
  await release(context, id);
  if (!occurrenceId) return [];
  await unseat(context, occurrenceId, participants);
  return offerFreedPlaces(context, occurrenceId);
}
