import "server-only";
import { z } from "zod";
import { readBookingToken } from "@/lib/auth/booking-links";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { toBookingView, withNames } from "./booking";
import { deadLink, linkedBookingView, tokenField, toLinkedView } from "./linked";

export const readLinkedBooking = defineSystemOperation({
  name: "read_linked_booking",
  title: "Read a booking by its link",
  description: "Shows a customer the booking that the link in their mail names, without signing in.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: tokenField }),
  output: linkedBookingView,
  renderType: "record",
  summary: ({ serviceName, localStart }) => `${serviceName}, ${localStart}`,

  async run({ system }, { token }) {
    const linked = readBookingToken(token);
    if (!linked) throw deadLink();
    const { organisationId, recordId: id } = linked;
    const row = await system.booking.findFirst({ where: { organisationId, id }, include: withNames });
    const company = row && (await system.company.findFirst({ where: { organisationId, id: row.companyId } }));
    if (!row || !company) throw deadLink();
    return toLinkedView(toBookingView(row), company.name);
  },
});
