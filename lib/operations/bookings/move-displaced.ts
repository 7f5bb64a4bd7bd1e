import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import type { DisplacedTime } from "./displaced";

/**
 * Moves bookings and class dates to their promised moments, with what they take. The next mail about each carries a newer
 * SEQUENCE, which mends the entry in the customer's calendar.
 */
export async function moveDisplaced(context: TenantContext, moves: readonly DisplacedTime[]): Promise<void> {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  await shiftAllocations(context, moves);
  for (const { id, kind, start, end, promised } of moves) {
    if (promised === null) continue;
    const times = { startsAt: new Date(promised), endsAt: new Date(promised + end - start), version: { increment: 1 } };
    const bookingTimes = { ...times, sequence: { increment: 1 } };
    if (kind === "booking") {
      await db.booking.update({ where: { organisationId_id: { organisationId, id } }, data: bookingTimes });
      continue;
    }
    await db.scheduleOccurrence.update({ where: { organisationId_id: { organisationId, id } }, data: times });
    await db.booking.updateMany({ where: { occurrenceId: id, startsAt: new Date(start) }, data: bookingTimes });
  }
}

/** All are lifted before any is set down: neighbours that move together must not stand in each other's way. */
async function shiftAllocations({ db }: TenantContext, moves: readonly DisplacedTime[]): Promise<void> {
  const ids = moves.map(({ id }) => id);
  const shifts = moves.map(({ start, promised }) => (promised ?? start) - start);
  await db.$executeRaw`UPDATE booking_allocations SET unit = -unit WHERE holder_id = ANY(${ids})`;
  await db.$executeRaw`
    UPDATE booking_allocations a SET unit = -a.unit, during = tstzrange(
      lower(a.during) + m.shift_ms * interval '1 millisecond', upper(a.during) + m.shift_ms * interval '1 millisecond')
    FROM unnest(${ids}::text[], ${shifts}::float8[]) AS m(holder_id, shift_ms)
    WHERE m.holder_id = a.holder_id`;
}
