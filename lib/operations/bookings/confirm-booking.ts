import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField } from "./booking";
import { changeStatus } from "./change-status";
import { notifyCustomers } from "./notify-customers";
import { lockBooking } from "./read-booking";
import { changedBookingView, toldWords } from "./told";

export const confirmBooking = defineOperation({
  name: "confirm_booking",
  title: "Confirm booking",
  description:
    "Confirms a pending booking; it held its time all along, and the customer is told. A confirmed one stays confirmed.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: changedBookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, told }) =>
    `Confirmed: ${customer.name}, ${serviceName}, ${localStart}${toldWords(told)}`,
  undo: { none: "Cancel the booking with cancel_booking." },

  async run(context, { bookingId }) {
    const { status } = await lockBooking(context, bookingId);
    const booking = await changeStatus(context, { bookingId, from: ["pending"], to: "confirmed" });
    const [told] = status === "pending" ? await notifyCustomers(context, "confirmation", [bookingId]) : [];
    return { ...booking, told: told ?? null };
  },
});
