import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { HOLDING } from "../bookings/booking";
import { addDays, localDate } from "../bookings/local-time";
import { occurrencesBetween } from "../schedules/occurrences";

/** One entry of a person's calendar. Customers appear by name only: a subscribed calendar lies on other people's servers. */
export interface CalendarEntry {
  /** The booking's or the class date's id: stays when it moves. */
  id: string;
  sequence: number;
  changedAt: Date;
  start: Date;
  end: Date;
  title: string;
  detail: string | null;
  place: string | null;
  isTentative: boolean;
}

const PAST_DAYS = 30;
const COMING_DAYS = 180;

interface Person {
  organisationId: string;
  companyId: string;
  id: string;
}

/** The appointments and classes of a person, from a month ago to half a year ahead, in order. */
export async function entriesOf(db: DatabaseClient, person: Person, timezone: string): Promise<CalendarEntry[]> {
  const today = localDate(Date.now(), timezone);
  const range = { from: addDays(today, -PAST_DAYS), to: addDays(today, COMING_DAYS) };
  const entries = [...(await appointments(db, person, range)), ...(await classes(db, person, timezone, range))];
  return entries.sort((a, b) => a.start.getTime() - b.start.getTime());
}

interface Range {
  from: string;
  to: string;
}

async function appointments(db: DatabaseClient, person: Person, { from, to }: Range): Promise<CalendarEntry[]> {
  const { organisationId, companyId, id: staffId } = person;
  const rows = await db.booking.findMany({
    where: {
      ...{ organisationId, companyId, staffId, occurrenceId: null },
      status: { in: [...HOLDING, "completed"] },
      startsAt: { gte: new Date(`${from}T00:00:00Z`), lt: new Date(`${to}T00:00:00Z`) },
    },
    include: { service: { select: { name: true } }, resource: { select: { name: true } } },
  });
  return rows.map((row) => ({
    ...{ id: row.id, sequence: row.sequence, changedAt: row.updatedAt, start: row.startsAt, end: row.endsAt },
    title: `${row.service.name}: ${row.customerName}`,
    detail: row.participants > 1 ? `${row.participants} people` : null,
    place: row.resource?.name ?? null,
    isTentative: row.status === "pending",
  }));
}

async function classes(db: DatabaseClient, person: Person, timezone: string, range: Range): Promise<CalendarEntry[]> {
  const { organisationId, companyId, id: staffId } = person;
  const all = await occurrencesBetween(
    { db, caller: { workspace: { organisationId, companyId, timezone } } },
    { ...range, subjects: [staffId] },
  );
  const own = all.filter((each) => each.staffId === staffId);
  const within = { organisationId, companyId };
  const names = async (find: Promise<{ id: string; name: string }[]>) =>
    new Map((await find).map(({ id, name }) => [id, name]));
  const [services, rooms, closures] = await Promise.all([
    names(db.service.findMany({ where: within, select: { id: true, name: true } })),
    names(db.resource.findMany({ where: within, select: { id: true, name: true } })),
    db.closure.findMany({ where: { ...within, OR: [{ staffId: null }, { staffId }] } }),
  ]);
  const isClosed = (start: number, end: number) =>
    closures.some(({ startsAt, endsAt }) => startsAt.getTime() < end && endsAt.getTime() > start);
  return own
    .filter(({ start, end }) => !isClosed(start, end))
    .map((each) => ({
      ...{ id: each.id, sequence: each.version, changedAt: new Date() },
      ...{ start: new Date(each.start), end: new Date(each.end) },
      title: services.get(each.serviceId) ?? "",
      detail: `${each.taken} of ${each.capacity} booked`,
      place: each.resourceId ? (rooms.get(each.resourceId) ?? null) : null,
      isTentative: false,
    }));
}
