import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { HOLDING } from "./booking";
import { exactInstant, type Instant, localDay, minuteOfDay, wallTime } from "./local-time";
import type { Displaced, Taken } from "./wall-clock-moves";

/** A coming booking or class date whose promised local time is at another instant by the present rules of its zone. */
export interface DisplacedTime extends Displaced {
  kind: "booking" | "occurrence";
  end: Instant;
  localStart: string;
  /** For whom it is, as a task says it. */
  title: string;
  /** Where the portal shows it. */
  page: string;
}

/** Whether an instant is no longer what the wall clock showed when it was promised. */
export function isDisplaced({
  startsAt,
  localStart,
  timezone,
}: {
  startsAt: Date;
  localStart: string;
  timezone: string;
}) {
  return localStart !== "" && wallTime(startsAt.getTime(), timezone) !== localStart;
}

/** Everything of the company that is displaced; it stays as it is read until the transaction ends. */
export async function displacedOf(context: TenantContext): Promise<DisplacedTime[]> {
  const { db } = context;
  const [bookings, occurrences] = [await displacedBookings(db), await displacedOccurrences(db)];
  const found = [
    ...bookings.map((row) => ({
      ...timesOf(row),
      kind: "booking" as const,
      title: `${row.customerName}, ${row.service.name}`,
      page: `/bookings/${row.id}`,
    })),
    ...occurrences.map((row) => ({
      ...timesOf(row),
      kind: "occurrence" as const,
      title: `the class ${row.schedule.service.name}`,
      page: `/calendar/${row.id}`,
    })),
  ];
  const taken = await allocationsOf(
    db,
    found.map(({ id }) => id),
  );
  return found.map((each) => ({ ...each, taken: taken.get(each.id) ?? [] }));
}

type Db = TenantContext["db"];

/** Bookings of classes go along with their date, so they are not asked here. */
async function displacedBookings(db: Db) {
  const where = { occurrenceId: null, status: { in: [...HOLDING] }, startsAt: { gt: new Date() } };
  const select = { id: true, startsAt: true, localStart: true, timezone: true };
  const ids = (await db.booking.findMany({ where, select })).filter(isDisplaced).map(({ id }) => id);
  await db.$executeRaw`SELECT FROM bookings WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
  const rows = await db.booking.findMany({ where: { ...where, id: { in: ids } }, include: { service: true } });
  return rows.filter(isDisplaced);
}

async function displacedOccurrences(db: Db) {
  const where = { status: "active", startsAt: { gt: new Date() } };
  const select = { id: true, startsAt: true, localStart: true, timezone: true };
  const ids = (await db.scheduleOccurrence.findMany({ where, select })).filter(isDisplaced).map(({ id }) => id);
  await db.$executeRaw`SELECT FROM schedule_occurrences WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
  const include = { schedule: { include: { service: true } } } as const;
  const rows = await db.scheduleOccurrence.findMany({ where: { ...where, id: { in: ids } }, include });
  return rows.filter(isDisplaced);
}

function timesOf(row: { id: string; startsAt: Date; endsAt: Date; localStart: string; timezone: string }) {
  const { id, startsAt, endsAt, localStart, timezone } = row;
  const promised = exactInstant(localStart, timezone);
  return {
    id,
    start: startsAt.getTime(),
    end: endsAt.getTime(),
    localStart,
    promised: typeof promised === "number" ? promised : promised === "skipped" ? null : firstOf(localStart, timezone),
  };
}

/** The earlier of the two moments of a time that the clocks repeat. */
function firstOf(localStart: string, timezone: string): Instant {
  return localDay(localStart.slice(0, 10), timezone).startOf(minuteOfDay(localStart.slice(11)) ?? 0);
}

interface AllocationRow extends Omit<Taken, "start" | "end"> {
  holderId: string;
  beginsAt: Date;
  finishesAt: Date;
}

async function allocationsOf(db: Db, holders: readonly string[]): Promise<Map<string, Taken[]>> {
  const rows = await db.bookingAllocation.findMany({
    where: { holderId: { in: [...holders] } },
    select: { holderId: true, subjectId: true, unit: true, beginsAt: true, finishesAt: true },
  });
  const taken = new Map<string, Taken[]>();
  for (const row of rows) taken.set(row.holderId, [...(taken.get(row.holderId) ?? []), toTaken(row)]);
  return taken;
}

/** What others have of the same people and things around the promised times. */
export async function takenBeside({ db }: TenantContext, displaced: readonly DisplacedTime[]): Promise<Taken[]> {
  const rows = await db.bookingAllocation.findMany({
    where: {
      subjectId: { in: [...new Set(displaced.flatMap(({ taken }) => taken.map(({ subjectId }) => subjectId)))] },
      holderId: { notIn: displaced.map(({ id }) => id) },
      finishesAt: { gt: new Date() },
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    select: { holderId: true, subjectId: true, unit: true, beginsAt: true, finishesAt: true },
  });
  return rows.map(toTaken);
}

function toTaken({ subjectId, unit, beginsAt, finishesAt }: AllocationRow): Taken {
  return { subjectId, unit, start: beginsAt.getTime(), end: finishesAt.getTime() };
}
