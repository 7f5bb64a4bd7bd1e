import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView, HOLDING, isHolding, spoken } from "./booking";
import { changeStatus } from "./change-status";
import { lockBooking } from "./read-booking";
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

  async run(context, { bookingId }) {
    const { status, startsAt, timezone } = await lockBooking(context, bookingId);
    if (isHolding(status) && startsAt.getTime() > Date.now()) {
      throw new OperationError("precondition_failed", {
        reason: "visitAhead",
        message: `The visit begins on ${spoken(startsAt.getTime(), timezone)}; before that nobody has missed it.`,
        hint: "Use cancel_booking when the customer will not come.",
        details: { status, startTime: startsAt.toISOString() },
      });
    }
    return changeStatus(context, { bookingId, from: HOLDING, to: "no_show" });
  },
});
