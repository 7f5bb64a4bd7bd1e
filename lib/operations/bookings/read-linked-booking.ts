import "server-only";
import { z } from "zod";
import { readBookingToken } from "@/lib/auth/booking-links";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { bookingSettings } from "../booking-settings/booking-settings";
import { HOLDING, toBookingView, withNames } from "./booking";
import { deadLink, limitLink, linkedBookingView, tokenField, toLinkedView } from "./linked";

export const readLinkedBooking = defineSystemOperation({
  name: "read_linked_booking",
  title: "Read a booking by its link",
  description:
    "Shows a customer the booking that the link in their mail names, without signing in, and what they may do with it.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: tokenField }),
  output: linkedBookingView.extend({
    mayMove: z.boolean(),
    mayCancel: z.boolean(),
    /** Cancelling now counts as late. */
    isLate: z.boolean(),
  }),
  renderType: "record",
  summary: ({ serviceName, localStart }) => `${serviceName}, ${localStart}`,

  admit: ({ caller }, { token }) => limitLink(caller, token, "look"),
  async run({ system }, { token }) {
    const linked = readBookingToken(token);
    if (!linked) throw deadLink();
    const { organisationId, recordId: id } = linked;
    const row = await system.booking.findFirst({
      where: { organisationId, id },
      include: withNames,
    });
    if (!row) throw deadLink();
    const { companyId } = row;
    const [organisation, company, stored] = await Promise.all([
      system.organisation.findFirst({ where: { id: organisationId, deletedAt: null } }),
      system.company.findFirst({ where: { organisationId, id: companyId } }),
      system.bookingSettings.findUnique({ where: { organisationId_companyId: { organisationId, companyId } } }),
    ]);
    if (!organisation || !company) throw deadLink();
    const settings = bookingSettings.parse(stored?.values ?? {});
    const msLeft = row.startsAt.getTime() - Date.now();
    const isOpen = msLeft > 0 && HOLDING.some((status) => status === row.status);
    return {
      ...toLinkedView(toBookingView(row), company.name),
      mayMove: isOpen && settings.memberReschedulingMode === "members",
      mayCancel: isOpen && settings.allowMemberCancellation,
      isLate: msLeft < settings.cancellationWindowHours * 3_600_000,
    };
  },
});
