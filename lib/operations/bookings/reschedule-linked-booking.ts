import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { readSettings } from "../booking-settings/read-settings";
import { enterByLink, limitLink, linkedBookingView, requireComing, tokenField, toLinkedView } from "./linked";
import { refusingInPublic } from "./public-refusal";
import { moveOne } from "./reschedule-booking";
import { momentText } from "./start-time";

export const rescheduleLinkedBooking = defineSystemOperation({
  name: "reschedule_linked_booking",
  title: "Move a booking by its link",
  description:
    "Lets a customer move the booking that the link in their mail names to a free time, without signing in, where the business allows it.",
  area: "bookings",
  effect: "update",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    token: tokenField,
    start: momentText.meta({
      description: "New start: an instant with Z, or local time of the business.",
      examples: ["2026-05-13T10:00"],
    }),
  }),
  output: linkedBookingView,
  renderType: "record",
  summary: ({ serviceName, localStart }) => `Moved by the customer: ${serviceName}, now ${localStart}`,
  undo: { none: "The customer moves it again, or the business does with reschedule_booking." },

  admit: ({ caller }, { token }) => limitLink(caller, token, "change"),
  async run(context, { token, start }) {
    const { context: tenant, recordId: bookingId } = await enterByLink(context, token);
    await requireComing(tenant, bookingId);
    const { settings } = await readSettings(tenant);
    if (settings.memberReschedulingMode !== "members") {
      throw new OperationError("precondition_failed", {
        reason: "businessMoves",
        message: "This business moves bookings itself.",
        hint: "Ask the business to move it.",
      });
    }
    const booking = await refusingInPublic(() => moveOne(tenant, { bookingId, start, notifyCustomer: true }));
    return toLinkedView(booking, tenant.caller.workspace.companyName);
  },
});
