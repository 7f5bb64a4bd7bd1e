import "server-only";
import { z } from "zod";
import { lineOfText } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField } from "./booking";
import { cancelOne } from "./cancel-one";
import { notifyField } from "./notice";
import { changedBookingView, toldWords } from "./told";
import { offerView, offerWords } from "./waitlist";

export const cancelBooking = defineOperation({
  name: "cancel_booking",
  title: "Cancel booking",
  description:
    "Cancels a booking and frees its time at once. bookingId alone is enough. isLateCancel in the answer tells whether it came later than the cancellation window; offers says for whom of the wait-list the place is kept now, and in quiet hours when they are told (toldAt). Repeating it changes nothing.",
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
  output: changedBookingView.extend({ offers: z.array(offerView) }),
  renderType: "record",
  summary: ({ customer, serviceName, localStart, isLateCancel, told, offers }) =>
    `Cancelled: ${customer.name}, ${serviceName}, ${localStart}${isLateCancel ? " (late)" : ""}${toldWords(told)}${offerWords(offers)}`,
  undo: { none: "The time may be taken by somebody else already; book again with create_booking." },

  run: cancelOne,
});
