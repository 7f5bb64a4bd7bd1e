import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { lineOfText } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { readSettings } from "../booking-settings/read-settings";
import { release } from "./allocations";
import { type BookingView, bookingIdField, bookingView, HOLDING } from "./booking";
import { changeStatus } from "./change-status";
import { notifyField } from "./notice";
import { notifyCustomers } from "./notify-customers";
import { offerFreedPlaces } from "./offer-freed-places";
import { lockBooking } from "./read-booking";
import { unseat } from "./take-place";

const HOUR_MS = 3_600_000;

export const cancelBooking = defineOperation({
  name: "cancel_booking",
  title: "Cancel booking",
  description:
    "Cancels a booking and frees its time at once. bookingId alone is enough. isLateCancel in the answer tells whether it came later than the cancellation window. Repeating it changes nothing.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({
    bookingId: bookingIdField,
    idempotencyKey: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .meta({ description: "Accepted and not needed: cancelling twice is safe by itself.", examples: ["cancel-1"] }),
    reason: lineOfText(1, 500)
      .optional()
      .meta({ description: "Why, kept with the booking.", examples: ["Customer is ill"] }),
    refundMethod: z
      .enum(["cash", "member_credit", "none"])
      .optional()
      .meta({ description: "How the price is given back; kept with the booking.", examples: ["none"] }),
    notifyCustomer: notifyField,
  }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, isLateCancel }) =>
    `Cancelled: ${customer.name}, ${serviceName}, ${localStart}${isLateCancel ? " (late)" : ""}`,
  undo: { none: "The time may be taken by somebody else already; book again with create_booking." },

  run: cancelOne,
});

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
