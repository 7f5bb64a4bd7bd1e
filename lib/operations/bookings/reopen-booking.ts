import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation, type RecordedChange } from "@/lib/kernel/operation";
import { backInput, bookingView, HOLDING, isHolding, toBookingView } from "./booking";
import { changeStatus } from "./change-status";
import { lockBooking } from "./read-booking";

export const reopenBooking = defineOperation({
  name: "reopen_booking",
  title: "Reopen booking",
  description:
    "Takes a mistaken no-show or completion back: the booking stands as before and keeps its place. A cancelled booking has lost its place: book anew. Repeating it changes nothing.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: backInput,
  output: bookingView,
  renderType: "record",
  summary: ({ customer, serviceName, localStart, status }) =>
    `Open again: ${customer.name}, ${serviceName}, ${localStart} (${status})`,
  undo: { none: "Mark it again with mark_no_show or complete_booking." },

  async run(context, { bookingId, status }) {
    const row = await lockBooking(context, bookingId);
    if (isHolding(row.status)) return toBookingView(row);
    if (row.status !== "cancelled") await requirePlace(context, row);
    return changeStatus(context, { bookingId, from: ["no_show", "completed"], to: status });
  },
});

/** How undo_change takes back what ended a booking: with the status that it had. */
export function reopenAgain({ entityId, before }: RecordedChange) {
  return { bookingId: entityId, ...z.object({ status: z.enum(HOLDING) }).parse(before) };
}

/** A visit keeps its place when it is over; only a class date that was cancelled since has none left. */
async function requirePlace(
  { db }: TenantContext,
  { id, occurrence }: { id: string; occurrence: { status: string } | null },
): Promise<void> {
  const isKept = occurrence
    ? occurrence.status === "active"
    : (await db.bookingAllocation.count({ where: { holderId: id } })) > 0;
  if (isKept) return;
  throw new OperationError("precondition_failed", {
    reason: "placeGone",
    message: "The place of this booking was given up since.",
    hint: "Book anew with create_booking.",
  });
}
