import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView, HOLDING } from "./booking";
import { changeStatus } from "./change-status";
import { reopenAgain, reopenBooking } from "./reopen-booking";

export const markNoShow = defineOperation({
  name: "mark_no_show",
  title: "Mark no-show",
  description:
    "Marks that the customer did not come; possible from the start on. The time stays counted as taken; who says beforehand that they will not come is cancelled (cancel_booking). A mistake is taken back with reopen_booking.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `No-show: ${customer.name}, ${serviceName}, ${localStart}`,
  undo: { with: () => reopenBooking, arguments: reopenAgain },

  run: (context, { bookingId }) =>
    changeStatus(context, {
      bookingId,
      from: HOLDING,
      to: "no_show",
      onceBegun: {
        because: "before that nobody has missed it",
        hint: "Use cancel_booking when the customer will not come.",
      },
    }),
});
