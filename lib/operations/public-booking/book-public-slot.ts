import "server-only";
import { z } from "zod";
import { bookingToken } from "@/lib/auth/booking-links";
import { endOpenHold, limitVisitorBooking } from "@/lib/auth/limits";
import { lineOfText } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { refusingInPublic } from "../bookings/public-refusal";
import { bookAsVisitor } from "./book-as-visitor";
import { withPage } from "./enter-page";
import { onceForEachForm } from "./once";
import {
  pageField,
  publicAddOnsField,
  publicHoldField,
  publicServiceField,
  publicStaffField,
  publicStartField,
  visitorFields,
} from "./public-view";
import { publishedService, requirePublished } from "./published";
import { requireVisitorForm } from "./visitor-form";

export const bookPublicSlot = defineSystemOperation({
  name: "book_public_slot",
  title: "Book on a public page",
  description:
    "Books a time of a public booking page for a visitor without signing in, and mails the confirmation. One form makes one booking, however often it is sent. A taken time is refused with the nearest free ones.",
  area: "bookings",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    slug: pageField,
    serviceId: publicServiceField,
    start: publicStartField,
    staffId: publicStaffField,
    addOnIds: publicAddOnsField,
    holdId: publicHoldField,
    notes: lineOfText(1, 1_000)
      .optional()
      .meta({ description: "A note for the business.", examples: ["My first visit"] }),
    ...visitorFields,
  }),
  output: z.object({
    /** Opens the booking; null when the answer goes to the mailbox alone. */
    token: z.string().nullable().meta({ secret: true }),
    serviceName: z.string(),
    localStart: z.string(),
  }),
  renderType: "record",
  summary: ({ serviceName, localStart }) => `Booked on the public page: ${serviceName}, ${localStart}`,
  undo: { none: "The visitor cancels with the link of the mail, or the business with cancel_booking." },

  async admit({ caller }, { slug, formToken, website, email }) {
    const nonce = await requireVisitorForm({ slug, formToken, website });
    await limitVisitorBooking(caller.ip, email);
    return nonce;
  },

  async run(context, { slug, serviceId, staffId, ...wish }, nonce) {
    return withPage(context, slug, async (tenant, page) => {
      const service = await publishedService(tenant, page, serviceId);
      requirePublished(service, staffId);
      const work = async () => {
        const made = await refusingInPublic(() => bookAsVisitor(tenant, { ...wish, page, service, staffId }));
        if (made.wasHeld) await endOpenHold(context.caller.ip);
        return made;
      };
      const { bookingId, serviceName, localStart } = await onceForEachForm(tenant, "book_public_slot", nonce, work);
      const { organisationId } = page.workspace;
      const token = bookingId === null ? null : bookingToken({ organisationId, recordId: bookingId });
      return { token, serviceName, localStart };
    });
  },
});
