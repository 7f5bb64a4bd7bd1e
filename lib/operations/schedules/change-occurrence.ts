import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { claim, release } from "../bookings/allocations";
import { HOLDING, spoken } from "../bookings/booking";
import { localDay, MINUTE_MS, wallTime } from "../bookings/local-time";
import { offerFreedPlaces } from "../bookings/offer-freed-places";
import { dateText } from "./schedule";

/** What changes about dates of a class; what is absent stays. */
export interface OccurrenceChange {
  startMinute?: number | undefined;
  endMinute?: number | undefined;
  staffId?: string | null | undefined;
  resourceId?: string | null | undefined;
  capacity?: number | undefined;
}

interface StoredOccurrence {
  id: string;
  date: Date;
  startsAt: Date;
  endsAt: Date;
  staffId: string | null;
  resourceId: string | null;
  capacity: number;
  taken: number;
}

/**
 * Changes one stored date of a class: takes the new teacher, room and time, moves its bookings along, and returns the
 * bookings whose customers must be told. Throws slot_taken or precondition_failed; then nothing changed.
 */
export async function changeOccurrence(
  context: TenantContext,
  row: StoredOccurrence,
  change: OccurrenceChange,
  isOverride: boolean,
): Promise<string[]> {
  const { db, caller } = context;
  const { organisationId, timezone } = caller.workspace;
  const { start, end } = timesOf(row, change, timezone);
  const staffId = change.staffId === undefined ? row.staffId : change.staffId;
  const resourceId = change.resourceId === undefined ? row.resourceId : change.resourceId;
  const capacity = change.capacity ?? row.capacity;
  if (capacity < row.taken) {
    throw new OperationError("precondition_failed", {
      message: `${row.taken} places are taken on ${spoken(row.startsAt.getTime(), timezone)}; ${capacity} are too few.`,
      details: { field: "maxCapacity", taken: row.taken },
    });
  }
  await release(context, row.id);
  const holder = { start, end, holderType: "occurrence" as const, holderId: row.id };
  const units = resourceId
    ? await db.resource.findFirst({ where: { id: resourceId }, select: { capacity: true } })
    : null;
  const isFree =
    (!staffId || (await claim(context, { ...holder, subjectType: "staff", subjectId: staffId, units: 1 }))) &&
    (!resourceId ||
      (await claim(context, {
        ...holder,
        subjectType: "resource",
        subjectId: resourceId,
        units: units?.capacity ?? 1,
      })));
  if (!isFree) {
    throw new OperationError("slot_taken", {
      message: `The teacher or the room is booked elsewhere on ${spoken(start, timezone)}.`,
      hint: "Choose another time, teacher or room; list_bookings shows what is in the way.",
    });
  }
  const times = { startsAt: new Date(start), endsAt: new Date(end), staffId, resourceId };
  await db.scheduleOccurrence.update({
    where: { organisationId_id: { organisationId, id: row.id } },
    data: { ...times, capacity, ...(isOverride ? { isOverride } : {}), version: { increment: 1 } },
  });
  if (capacity > row.capacity) await offerFreedPlaces(context, row.id);
  const isMoved =
    start !== row.startsAt.getTime() ||
    end !== row.endsAt.getTime() ||
    staffId !== row.staffId ||
    resourceId !== row.resourceId;
  if (!isMoved) return [];
  const where = { occurrenceId: row.id, status: { in: [...HOLDING] } };
  const attendees = await db.booking.findMany({ where, select: { id: true } });
  await db.booking.updateMany({
    where,
    data: {
      ...times,
      localStart: wallTime(start, timezone),
      remindedAt: null,
      sequence: { increment: 1 },
      version: { increment: 1 },
    },
  });
  return attendees.map(({ id }) => id);
}

function timesOf(row: StoredOccurrence, { startMinute, endMinute }: OccurrenceChange, timezone: string) {
  if (startMinute === undefined || endMinute === undefined) {
    return { start: row.startsAt.getTime(), end: row.endsAt.getTime() };
  }
  const start = localDay(dateText(row.date), timezone).startOf(startMinute);
  return { start, end: start + (endMinute - startMinute) * MINUTE_MS };
}
