import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView, HOLDING } from "./booking";
import { changeStatus } from "./change-status";
import { reopenAgain, reopenBooking } from "./reopen-booking";

export const completeBooking = defineOperation({
  name: "complete_booking",
  title: "Complete booking",
  description:
    "Marks a booking as done, after the customer was there; possible from the start on. A mistake is taken back with reopen_booking.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `Completed: ${customer.name}, ${serviceName}, ${localStart}`,
  undo: { with: () => reopenBooking, arguments: reopenAgain },

  run: (context, { bookingId }) =>
    changeStatus(context, {
      bookingId,
      from: HOLDING,
      to: "completed",
      onceBegun: {
        because: "before that it cannot be over",
        hint: "Use reschedule_booking when they come sooner, cancel_booking when they do not come.",
      },
    }),
});
