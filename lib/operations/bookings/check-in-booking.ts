import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { checkInOpensAt } from "./attendance";
import { bookingIdField, bookingView, isHolding, spoken, toBookingView } from "./booking";
import { lockBooking, readBooking } from "./read-booking";
import { reopenAgain } from "./reopen-booking";
import { undoCheckIn } from "./undo-check-in";

export const checkInBooking = defineOperation({
  name: "check_in_booking",
  title: "Check in booking",
  description:
    "Notes that the customer has arrived; isLate tells whether after the start. Possible from the day of the visit on. complete_booking follows when the visit is over. Repeating it keeps the first arrival; undo_check_in takes a mistake back.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ bookingId: bookingIdField }),
  output: bookingView,
  renderType: "record",
  summary: ({ customer, isLate }) => `${customer.name} is here${isLate ? ", late" : ""}`,
  undo: { with: () => undoCheckIn, arguments: reopenAgain },

  async run(context, { bookingId }) {
    const { db, caller, note } = context;
    const row = await lockBooking(context, bookingId);
    if (!isHolding(row.status)) {
      throw new OperationError("precondition_failed", {
        reason: "bookingState",
        message: `The booking is ${row.status}; nobody can be checked in.`,
        details: { status: row.status },
      });
    }
    if (row.checkedInAt !== null) return toBookingView(row);
    requireOpen(row);
    await db.booking.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: bookingId } },
      data: {
        checkedInAt: new Date(),
        isLate: Date.now() > row.startsAt.getTime(),
        status: "confirmed",
        version: { increment: 1 },
      },
    });
    const booking = await readBooking(context, bookingId);
    note({ entityId: bookingId, before: toBookingView(row), after: booking });
    return booking;
  },
});

function requireOpen({ startsAt, timezone }: { startsAt: Date; timezone: string }): void {
  const opensAt = checkInOpensAt(startsAt.getTime(), timezone);
  if (opensAt <= Date.now()) return;
  const visit = spoken(startsAt.getTime(), timezone);
  throw new OperationError("precondition_failed", {
    reason: "checkInNotOpen",
    message: `The visit is on ${visit}; an arrival can be noted from ${spoken(opensAt, timezone)} on.`,
    hint: "confirm_booking says that the customer will come.",
    details: { startTime: startsAt.toISOString(), opensAt: new Date(opensAt).toISOString() },
  });
}
