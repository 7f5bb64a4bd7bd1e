import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { lineOfText } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { readSettings } from "../booking-settings/read-settings";
import { cancelOne } from "./cancel-one";
import { enterByLink, limitLink, linkedBookingView, requireComing, tokenField, toLinkedView } from "./linked";

export const cancelLinkedBooking = defineSystemOperation({
  name: "cancel_linked_booking",
  title: "Cancel a booking by its link",
  description:
    "Lets a customer cancel the booking that the link in their mail names, without signing in, where the business allows it. Twice does no harm.",
  area: "bookings",
  effect: "delete",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    token: tokenField,
    reason: lineOfText(1, 500)
      .optional()
      .meta({ description: "Why, for the business.", examples: ["I am ill"] }),
  }),
  output: linkedBookingView,
  renderType: "record",
  summary: ({ serviceName, localStart }) => `Cancelled by the customer: ${serviceName}, ${localStart}`,
  undo: { none: "The time may be taken by somebody else already; the customer books again." },

  admit: ({ caller }, { token }) => limitLink(caller, token, "change"),
  async run(context, { token, reason }) {
    const { context: tenant, recordId: bookingId } = await enterByLink(context, token);
    await requireComing(tenant, bookingId);
    const { settings } = await readSettings(tenant);
    if (!settings.allowMemberCancellation) {
      throw new OperationError("precondition_failed", {
        reason: "businessCancels",
        message: "This business cancels bookings itself.",
        hint: "Ask the business to cancel.",
      });
    }
    const booking = await cancelOne(tenant, { bookingId, reason, notifyCustomer: true });
    return toLinkedView(booking, tenant.caller.workspace.companyName);
  },
});
