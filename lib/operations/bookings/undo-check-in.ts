import "server-only";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { backInput, bookingView, isHolding, toBookingView } from "./booking";
import { lockBooking, readBooking } from "./read-booking";

export const undoCheckIn = defineOperation({
  name: "undo_check_in",
  title: "Undo check-in",
  description:
    "Takes a mistaken check-in back: the customer is awaited again. Repeating it changes nothing. After complete_booking use reopen_booking first.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: backInput,
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart }) => `Not here yet: ${customer.name}, ${serviceName}, ${localStart}`,
  undo: { none: "Note the arrival again with check_in_booking." },

  async run(context, { bookingId, status }) {
    const { db, caller, note } = context;
    const row = await lockBooking(context, bookingId);
    if (!isHolding(row.status)) {
      throw new OperationError("precondition_failed", {
        reason: "bookingState",
        message: `The booking is ${row.status}; its check-in stays.`,
        hint: "Open a booking that is over again with reopen_booking first.",
        details: { status: row.status },
      });
    }
    if (row.checkedInAt === null) return toBookingView(row);
    await db.booking.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: bookingId } },
      data: { checkedInAt: null, isLate: false, status, version: { increment: 1 } },
    });
    const booking = await readBooking(context, bookingId);
    note({ entityId: bookingId, before: toBookingView(row), after: booking });
    return booking;
  },
});
