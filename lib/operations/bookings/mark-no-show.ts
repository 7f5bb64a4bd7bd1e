import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView } from "./booking";
import { changeStatus } from "./change-status";

export const markNoShow = defineOperation({
  name: "mark_no_show",
  title: "Mark no-show",
  description:
    "Marks that the customer did not come. The time stays counted as taken; a late cancellation is something else (cancel_booking).",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `No-show: ${customer.name}, ${serviceName}, ${localStart}`,
  undo: { none: "A missed visit is a fact; add a note instead." },

  run: (context, { bookingId }) => changeStatus(context, { bookingId, from: ["pending", "confirmed"], to: "no_show" }),
});
