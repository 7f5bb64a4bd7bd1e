import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { HOLDING, spoken } from "../bookings/booking";
import type { Interval } from "../bookings/intervals";
import { addDays, localDate, localDay, minuteOfDay, wallTime } from "../bookings/local-time";
import { occurrencesBetween, serviceNames } from "../schedules/occurrences";
import type { Hits } from "./closure";

export interface ClosedSpan {
  dateFrom: string;
  dateTo?: string | undefined;
  startTime?: string | undefined;
  endTime?: string | undefined;
}

const MOST_DAYS = 400;

/** The instants of whole local days, or of a time from the first day to a time of the last. Throws invalid_input. */
export function readSpan({ dateFrom, dateTo = dateFrom, startTime, endTime }: ClosedSpan, timezone: string): Interval {
  const start = localDay(dateFrom, timezone).startOf(startTime ? (minuteOfDay(startTime) ?? 0) : 0);
  const end = localDay(dateTo, timezone).endOf(endTime ? (minuteOfDay(endTime) ?? 0) : 1_440);
  if (dateTo < dateFrom) throw wrong("dateTo", "must not be before dateFrom");
  if (dateTo > addDays(dateFrom, MOST_DAYS)) throw wrong("dateTo", `must be at most ${MOST_DAYS} days after dateFrom`);
  if (end <= start) throw wrong("endTime", "must be later than startTime");
  return { start, end };
}

function wrong(field: string, rule: string): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule }] },
  });
}

/** Coming bookings and classes in a time, of everybody or of one person. */
export async function hitsOf(context: TenantContext, span: Interval, staffId: string | null): Promise<Hits> {
  const { timezone } = context.caller.workspace;
  const bookings = await context.db.booking.findMany({
    where: {
      status: { in: [...HOLDING] },
      startsAt: { lt: new Date(span.end) },
      endsAt: { gt: new Date(Math.max(span.start, Date.now())) },
      ...(staffId ? { staffId } : {}),
    },
    orderBy: { startsAt: "asc" },
    include: { service: { select: { name: true } }, staff: { select: { name: true } } },
  });
  const occurrences = await occurrencesBetween(context, {
    from: addDays(localDate(span.start, timezone), -1),
    to: localDate(span.end, timezone),
    ...(staffId ? { subjects: [staffId] } : {}),
  });
  const hit = occurrences.filter(
    ({ start, end, staffId: teacher }) => start < span.end && end > span.start && (!staffId || teacher === staffId),
  );
  const names = await serviceNames(context, hit);
  return {
    bookings: bookings.map((each) => toHitBooking(each, timezone)),
    classes: hit.map(({ id, serviceId, start, taken }) => ({
      occurrenceId: id,
      serviceId,
      serviceName: names.get(serviceId) ?? "",
      localStart: spoken(start, timezone),
      booked: taken,
    })),
  };
}

interface HitBooking {
  id: string;
  customerName: string;
  startsAt: Date;
  service: { name: string };
  staff: { name: string } | null;
}

export function toHitBooking({ id, customerName, startsAt, service, staff }: HitBooking, timezone: string) {
  return {
    bookingId: id,
    customerName,
    serviceName: service.name,
    staffName: staff?.name ?? null,
    localStart: spoken(startsAt.getTime(), timezone),
  };
}

/** A closed time as it is stored: its instants, and the wall clock that is meant by them. */
export function toClosureTimes({ start, end }: Interval, timezone: string) {
  return {
    startsAt: new Date(start),
    endsAt: new Date(end),
    localStart: wallTime(start, timezone),
    localEnd: wallTime(end, timezone),
  };
}

interface ClosureRow {
  id: string;
  staffId: string | null;
  startsAt: Date;
  endsAt: Date;
  reason: string | null;
  source: string;
}

export function toClosureView(row: ClosureRow, timezone: string) {
  const { startsAt, endsAt, ...own } = row;
  const kind = own.staffId
    ? ("absence" as const)
    : own.source === "holiday"
      ? ("holiday" as const)
      : ("closure" as const);
  return {
    ...own,
    kind,
    startTime: startsAt.toISOString(),
    endTime: endsAt.toISOString(),
    localStart: spoken(startsAt.getTime(), timezone),
    localEnd: wallTime(endsAt.getTime(), timezone).replace("T", " "),
  };
}
