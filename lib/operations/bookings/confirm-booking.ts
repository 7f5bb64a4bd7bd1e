import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView } from "./booking";
import { changeStatus } from "./change-status";

export const confirmBooking = defineOperation({
  name: "confirm_booking",
  title: "Confirm booking",
  description: "Confirms a pending booking; it held its time all along. A confirmed one stays confirmed.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `Confirmed: ${customer.name}, ${serviceName}, ${localStart}`,
  undo: { none: "Cancel the booking with cancel_booking." },

  run: (context, { bookingId }) => changeStatus(context, { bookingId, from: ["pending"], to: "confirmed" }),
});
