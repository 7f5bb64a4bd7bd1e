import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { type Claim, claim, release } from "../bookings/allocations";
import type { Requirement } from "../bookings/availability";
import { HOLDING, spoken } from "../bookings/booking";
import { type Instant, localDay, MINUTE_MS, wallTime } from "../bookings/local-time";
import type { Notice } from "../bookings/notice";
import { offerFreedPlaces } from "../bookings/offer-freed-places";
import { nearestForClass, neededBy } from "./class-needs";
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
  scheduleId: string;
  date: Date;
  startsAt: Date;
  endsAt: Date;
  staffId: string | null;
  resourceId: string | null;
  capacity: number;
  taken: number;
}

/** A booking whose customer must be told, and what is said to them. */
export interface ChangedForGuest {
  bookingId: string;
  notice: Extract<Notice, "moved" | "substituted" | "relocated">;
}

/** Whom a change of dates concerns. */
export interface ChangedDates {
  guests: ChangedForGuest[];
  /** Wait-list entries of those who wait for another time now. */
  waiting: string[];
}

/**
 * Changes one stored date of a class: takes the new teacher, room and time, moves its bookings along, and returns those
 * who must be told. Throws slot_taken or precondition_failed; then nothing changed.
 */
export async function changeOccurrence(
  context: TenantContext,
  row: StoredOccurrence,
  change: OccurrenceChange,
  isOverride: boolean,
): Promise<ChangedDates> {
  const { db, caller } = context;
  const { organisationId, timezone } = caller.workspace;
  const { start, end } = timesOf(row, change, timezone);
  const staffId = change.staffId === undefined ? row.staffId : change.staffId;
  const resourceId = change.resourceId === undefined ? row.resourceId : change.resourceId;
  const capacity = change.capacity ?? row.capacity;
  if (capacity < row.taken) {
    throw new OperationError("precondition_failed", {
      reason: "placesTaken",
      message: `${row.taken} places are taken on ${spoken(row.startsAt.getTime(), timezone)}; ${capacity} are too few.`,
      details: { field: "maxCapacity", taken: row.taken },
    });
  }
  await release(context, row.id);
  const holder = { start, end, holderType: "occurrence" as const, holderId: row.id };
  const rule = await firstTaken(context, holder, await neededBy(context, { staffId, resourceId }));
  if (rule) throw await clash(context, { row, start, end, staffId, resourceId, rule });
  const wallClock = { localStart: wallTime(start, timezone), timezone };
  const times = { startsAt: new Date(start), endsAt: new Date(end), ...wallClock, staffId, resourceId };
  await db.scheduleOccurrence.update({
    where: { organisationId_id: { organisationId, id: row.id } },
    data: { ...times, capacity, ...(isOverride ? { isOverride } : {}), version: { increment: 1 } },
  });
  if (capacity > row.capacity) await offerFreedPlaces(context, row.id);
  const notice = noticeOf(row, { start, end, staffId, resourceId });
  if (!notice) return { guests: [], waiting: [] };
  const where = { occurrenceId: row.id, status: { in: [...HOLDING] } };
  const attendees = await db.booking.findMany({ where, select: { id: true } });
  await db.booking.updateMany({
    where,
    data: {
      ...times,
      remindedAt: null,
      sequence: { increment: 1 },
      version: { increment: 1 },
    },
  });
  return {
    guests: attendees.map(({ id }) => ({ bookingId: id, notice })),
    waiting: notice === "moved" ? await whoWaits(context, row.id, start) : [],
  };
}

/** The entries of those who wait for a date that begins at `start` now; no place is kept beyond that. */
async function whoWaits({ db }: TenantContext, occurrenceId: string, start: Instant): Promise<string[]> {
  const startsAt = new Date(start);
  await db.waitlistEntry.updateMany({
    where: { occurrenceId, status: "offered", offeredUntil: { gt: startsAt } },
    data: { offeredUntil: startsAt },
  });
  const where = { occurrenceId, status: { in: ["waiting", "offered"] } };
  return (await db.waitlistEntry.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

interface Becomes {
  start: number;
  end: number;
  staffId: string | null;
  resourceId: string | null;
}

/** What matters most to whoever comes: the time, then the teacher, then the room. The mail shows all three. */
function noticeOf(
  row: StoredOccurrence,
  { start, end, staffId, resourceId }: Becomes,
): ChangedForGuest["notice"] | null {
  if (start !== row.startsAt.getTime() || end !== row.endsAt.getTime()) return "moved";
  if (staffId !== row.staffId) return "substituted";
  return resourceId === row.resourceId ? null : "relocated";
}

/** Takes the teacher and the room; names the first that is booked elsewhere. */
async function firstTaken(
  context: TenantContext,
  holder: Pick<Claim, "start" | "end" | "holderType" | "holderId">,
  needed: readonly Requirement[],
): Promise<"staffTaken" | "resourceTaken" | null> {
  for (const { subjectType, candidates } of needed) {
    for (const { id: subjectId, units } of candidates) {
      if (await claim(context, { ...holder, subjectType, subjectId, units })) continue;
      return subjectType === "staff" ? "staffTaken" : "resourceTaken";
    }
  }
  return null;
}

interface Clash {
  row: StoredOccurrence;
  start: number;
  end: number;
  staffId: string | null;
  resourceId: string | null;
  rule: "staffTaken" | "resourceTaken";
}

/** The refusal to move a class onto something else, with the nearest times at which teacher and room are free. */
async function clash(context: TenantContext, { row, start, end, rule, ...who }: Clash): Promise<OperationError> {
  await release(context, row.id);
  const near = await nearestForClass(context, { scheduleId: row.scheduleId, start, end, ...who });
  const subject = rule === "staffTaken" ? "teacher" : "room";
  return new OperationError("slot_taken", {
    message: `The ${subject} is booked elsewhere on ${spoken(start, context.caller.workspace.timezone)}.`,
    hint: "Choose one of details.alternatives, or another teacher or room; list_bookings shows what is in the way.",
    details: { rule, alternatives: near },
  });
}

function timesOf(row: StoredOccurrence, { startMinute, endMinute }: OccurrenceChange, timezone: string) {
  if (startMinute === undefined || endMinute === undefined) {
    return { start: row.startsAt.getTime(), end: row.endsAt.getTime() };
  }
  const start = localDay(dateText(row.date), timezone).startOf(startMinute);
  return { start, end: start + (endMinute - startMinute) * MINUTE_MS };
}
