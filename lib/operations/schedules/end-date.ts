import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { lockRow } from "@/lib/kernel/versions";
import { release } from "../bookings/allocations";
import { HOLDING } from "../bookings/booking";
import { endWaits } from "../bookings/end-waits";

/**
 * Takes one stored date of a class off the calendar: cancels its bookings, ends waits and offers, frees teacher and room.
 * Returns the bookings and the wait-list entries whose customers must be told.
 */
export async function endDate(
  context: TenantContext,
  occurrenceId: string,
): Promise<{ booked: string[]; waited: string[] }> {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  await lockRow(db, "schedule_occurrences", occurrenceId);
  const where = { occurrenceId, status: { in: [...HOLDING] } };
  const booked = (await db.booking.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await db.booking.updateMany({
    where,
    data: {
      status: "cancelled",
      cancelledAt: new Date(),
      cancelReason: "The class was cancelled",
      sequence: { increment: 1 },
      version: { increment: 1 },
    },
  });
  const waited = await endWaits(context, [occurrenceId]);
  await release(context, occurrenceId);
  await db.scheduleOccurrence.update({
    where: { organisationId_id: { organisationId, id: occurrenceId } },
    data: { status: "cancelled", taken: 0, version: { increment: 1 } },
  });
  return { booked, waited };
}
