import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { lockRow } from "@/lib/kernel/versions";
import { spoken } from "../bookings/booking";
import { offerFreedPlaces } from "../bookings/offer-freed-places";

/**
 * Gives the coming dates of a class the places that its service has now, where neither their schedule nor they themselves were
 * given others; a date keeps the places that are taken. Returns the dates on which more are taken than there are now.
 */
export async function spreadCapacity(context: TenantContext, serviceId: string, capacity: number): Promise<string[]> {
  const { db, caller } = context;
  const { organisationId } = caller.workspace;
  const coming = await db.scheduleOccurrence.findMany({
    where: {
      status: "active",
      isOverride: false,
      startsAt: { gt: new Date() },
      capacity: { not: capacity },
      schedule: { serviceId, maxCapacity: null, status: "active" },
    },
    orderBy: { startsAt: "asc" },
    select: { id: true },
  });
  const overfull: string[] = [];
  for (const { id } of coming) {
    await lockRow(db, "schedule_occurrences", id);
    const { taken, startsAt, timezone, ...before } = await db.scheduleOccurrence.findFirstOrThrow({ where: { id } });
    await db.scheduleOccurrence.update({
      where: { organisationId_id: { organisationId, id } },
      data: { capacity: Math.max(capacity, taken), version: { increment: 1 } },
    });
    if (capacity > before.capacity) await offerFreedPlaces(context, id);
    if (taken > capacity) overfull.push(`${spoken(startsAt.getTime(), timezone)} (${taken} taken)`);
  }
  return overfull;
}
