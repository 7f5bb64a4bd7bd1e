import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { type BookingView, spoken, toBookingView } from "./booking";
import { closeNoticeTasks } from "./notice-task";
import { lockBooking, readBooking } from "./read-booking";

export interface StatusChange {
  bookingId: string;
  /** Statuses the booking may come from. */
  from: readonly string[];
  to: string;
  /** More columns that change with it. */
  data?: Record<string, unknown>;
  /** Only possible from the start of the visit on: what is said before it, and what helps then. */
  onceBegun?: { because: string; hint: string };
}

/**
 * Moves a booking to another status. A booking that is already there stays as it is, so that two calls at once do no harm;
 * one that may not go there is refused with its state.
 */
export async function changeStatus(context: TenantContext, change: StatusChange): Promise<BookingView> {
  const { db, caller, note } = context;
  const row = await lockBooking(context, change.bookingId);
  if (row.status === change.to) return toBookingView(row);
  if (!change.from.includes(row.status)) {
    throw new OperationError("precondition_failed", {
      reason: "bookingState",
      message: `The booking is ${row.status}; it cannot become ${change.to}.`,
      hint: "get_booking_detail shows its history.",
      details: { status: row.status },
    });
  }
  if (change.onceBegun) requireBegun(row, change.onceBegun);
  await db.booking.update({
    where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: row.id } },
    data: { status: change.to, ...change.data, version: { increment: 1 } },
  });
  await closeNoticeTasks(db, caller.workspace.organisationId, [row.id]);
  const booking = await readBooking(context, row.id);
  note({ entityId: row.id, before: toBookingView(row), after: booking });
  return booking;
}

function requireBegun(
  { status, startsAt, timezone }: { status: string; startsAt: Date; timezone: string },
  { because, hint }: NonNullable<StatusChange["onceBegun"]>,
): void {
  if (startsAt.getTime() <= Date.now()) return;
  throw new OperationError("precondition_failed", {
    reason: "visitAhead",
    message: `The visit begins on ${spoken(startsAt.getTime(), timezone)}; ${because}.`,
    hint,
    details: { status, startTime: startsAt.toISOString() },
  });
}
