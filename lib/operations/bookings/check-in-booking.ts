import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { bookingIdField, bookingView, HOLDING, toBookingView } from "./booking";
import { lockBooking, readBooking } from "./read-booking";

export const checkInBooking = defineOperation({
  name: "check_in_booking",
  title: "Check in booking",
  description:
    "Notes that the customer has arrived; isLate tells whether after the start. complete_booking follows when the visit is over. Repeating it keeps the first arrival.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, isLate }) => `${customer.name} is here${isLate ? ", late" : ""}`,
  undo: { none: "An arrival is a fact; add a note instead." },

  async run(context, { bookingId }) {
    const { db, caller, note } = context;
    const row = await lockBooking(context, bookingId);
    if (!HOLDING.some((status) => status === row.status)) {
      throw new OperationError("precondition_failed", {
        message: `The booking is ${row.status}; nobody can be checked in.`,
        details: { status: row.status },
      });
    }
    if (row.checkedInAt === null) {
      await db.booking.update({
        where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: bookingId } },
        data: {
          checkedInAt: new Date(),
          isLate: Date.now() > row.startsAt.getTime(),
          status: "confirmed",
          version: { increment: 1 },
        },
      });
    }
    const booking = await readBooking(context, bookingId);
    note({ entityId: bookingId, before: toBookingView(row), after: booking });
    return booking;
  },
});
