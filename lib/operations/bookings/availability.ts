import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { settingsOf } from "../booking-settings/read-settings";
import { readResource } from "../resources/read-resource";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import { findStaff } from "../staff/find-staff";
import { busyTimes, type SubjectType } from "./allocations";
import { type Interval, union } from "./intervals";
import { addDays, localDay, MINUTE_MS } from "./local-time";
import { type Bookable, findSlots, type Slot, type SlotQuestion, type Window } from "./slots";

const DAY_MS = 86_400_000;

export interface BookableService {
  id: string;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  capacity: number;
  requiresStaff: boolean;
  requiresResource: boolean;
}

export interface Wish {
  service: BookableService;
  /** First local date and how many days from there. */
  date: string;
  days: number;
  staffId?: string | undefined;
  resourceId?: string | undefined;
  /** Longer than the service itself when add-ons take time. */
  durationMinutes?: number | undefined;
}

export interface Requirement {
  subjectType: SubjectType;
  candidates: { id: string; units: number }[];
}

/** What must be free for an appointment: a person, a resource, or a place of the service itself. */
export async function requirementsOf(
  context: TenantContext,
  wish: Pick<Wish, "service" | "staffId" | "resourceId">,
): Promise<Requirement[]> {
  const { db } = context;
  const { service, staffId, resourceId } = wish;
  const requirements: Requirement[] = [];
  if (staffId || service.requiresStaff) {
    const named = staffId ? await findStaff(context, staffId) : undefined;
    const assigned = await db.staffMember.findMany({
      where: { archivedAt: null, services: { some: { serviceId: service.id } }, ...(named ? { id: named.id } : {}) },
      orderBy: [{ sortOrder: "asc" }, { id: "asc" }],
      select: { id: true },
    });
    requirements.push({ subjectType: "staff", candidates: assigned.map(({ id }) => ({ id, units: 1 })) });
  }
  if (resourceId || service.requiresResource) {
    const named = resourceId ? await readResource(context, resourceId) : undefined;
    const linked = await db.resource.findMany({
      where: {
        deletedAt: null,
        status: "active",
        services: { some: { serviceId: service.id } },
        ...(named ? { id: named.id } : {}),
      },
      orderBy: { id: "asc" },
      select: { id: true, capacity: true },
    });
    requirements.push({
      subjectType: "resource",
      candidates: linked.map(({ id, capacity }) => ({ id, units: capacity })),
    });
  }
  if (requirements.length === 0) {
    requirements.push({ subjectType: "service", candidates: [{ id: service.id, units: service.capacity }] });
  }
  return requirements;
}

export interface DaySlots {
  date: string;
  slots: Slot[];
}

/** Free starts of an appointment on each of the wished days. A handful of queries, however many people and days. */
export async function freeSlots(context: TenantContext, wish: Wish, requirements: Requirement[]): Promise<DaySlots[]> {
  const { questionOn } = await readCalendars(context, wish, requirements);
  const dates = Array.from({ length: wish.days }, (_, index) => addDays(wish.date, index));
  return dates.map((date) => ({ date, slots: findSlots(questionOn(date)) }));
}

/** What the search has to know of the wished days, read once; `classes` are the class dates around them that need a candidate. */
export async function readCalendars(
  context: TenantContext,
  wish: Wish,
  requirements: Requirement[],
): Promise<{ questionOn(date: string): SlotQuestion; classes: Occurrence[] }> {
  const { timezone, companyId } = context.caller.workspace;
  const lastDate = addDays(wish.date, wish.days - 1);
  const range = {
    start: localDay(wish.date, timezone).startOf(0) - DAY_MS,
    end: localDay(lastDate, timezone).endOf(1_440) + DAY_MS,
  };
  const ids = requirements.flatMap(({ candidates }) => candidates.map(({ id }) => id));
  const [settings, windowsOf, closures, busy, classes] = await Promise.all([
    settingsOf(context),
    windowsOfSubjects(context, [companyId, ...ids]),
    context.db.closure.findMany({
      where: { startsAt: { lt: new Date(range.end) }, endsAt: { gt: new Date(range.start) } },
    }),
    busyTimes(context, ids, range),
    occurrencesBetween(context, { from: addDays(wish.date, -1), to: addDays(lastDate, 1), subjects: ids }),
  ]);
  const away = awayBySubject(closures);
  const lessons = lessonsBySubject(classes);
  const bookables = requirements.map(({ candidates }) =>
    candidates.map(
      ({ id, units }): Bookable => ({
        id,
        units,
        windows: windowsOf(id),
        away: away.get(id) ?? [],
        busy: busyUnits(units, busy.get(id), lessons.get(id) ?? []),
      }),
    ),
  );
  const now = Date.now();
  const rules = {
    durationMinutes: wish.durationMinutes ?? wish.service.durationMinutes,
    bufferBeforeMinutes: wish.service.bufferBeforeMinutes,
    bufferAfterMinutes: wish.service.bufferAfterMinutes,
    stepMinutes: settings.slotIntervalMinutes,
    notBefore: now + settings.minimumNoticeMinutes * MINUTE_MS,
    notAfter: now + settings.horizonDays * DAY_MS,
  };
  const openingHours = windowsOf(companyId);
  const closed = away.get(null) ?? [];
  const questionOn = (date: string) => ({
    date,
    timezone,
    rules,
    openingHours,
    closures: closed,
    requirements: bookables,
  });
  return { questionOn, classes };
}

/** The windows of each subject, or null. Subjects with the same hours share one list, which the search works out once. */
async function windowsOfSubjects({ db }: TenantContext, ids: readonly string[]) {
  const rows = await db.$queryRaw<{ subjectId: string; windows: string }[]>`
    SELECT subject_id AS "subjectId", json_agg(json_build_object('dayOfWeek', day_of_week, 'date', date,
      'startMinute', start_minute, 'endMinute', end_minute, 'type', type)
      ORDER BY day_of_week, date, start_minute, end_minute, type)::text AS windows
    FROM availability_windows
    WHERE organisation_id = favcrm_organisation_id() AND subject_id = ANY(${[...ids]})
    GROUP BY subject_id`;
  const written = new Map(rows.map(({ subjectId, windows }) => [subjectId, windows]));
  const shared = new Map([...new Set(written.values())].map((text) => [text, JSON.parse(text) as Window[]]));
  return (id: string) => shared.get(written.get(id) ?? "") ?? null;
}

/** When each person is away; null: when the company is closed. */
function awayBySubject(closures: readonly { staffId: string | null; startsAt: Date; endsAt: Date }[]) {
  const away = new Map<string | null, Interval[]>();
  for (const { staffId, startsAt, endsAt } of closures) {
    add(away, staffId, { start: startsAt.getTime(), end: endsAt.getTime() });
  }
  return away;
}

/** Classes that nobody booked yet: they have no allocation, and still need their teacher and their room. */
function lessonsBySubject(classes: readonly Occurrence[]) {
  const lessons = new Map<string, Interval[]>();
  for (const { isStored, staffId, resourceId, start, end } of classes) {
    for (const id of isStored ? [] : [staffId, resourceId]) if (id !== null) add(lessons, id, { start, end });
  }
  return lessons;
}

function add<Key>(map: Map<Key, Interval[]>, key: Key, interval: Interval): void {
  const known = map.get(key);
  if (known) known.push(interval);
  else map.set(key, [interval]);
}

/** Times taken on each unit. A class takes one, as it will when it is stored; where all are taken, it stays in the way of the first. */
function busyUnits(units: number, taken: Map<number, Interval[]> | undefined, lessons: readonly Interval[]) {
  const busy = Array.from({ length: units }, (_, index) => taken?.get(index + 1) ?? []);
  for (const lesson of lessons) {
    const isFree = (unit: readonly Interval[]) =>
      unit.every(({ start, end }) => end <= lesson.start || start >= lesson.end);
    const at = Math.max(0, busy.findIndex(isFree));
    busy[at] = union([...(busy[at] ?? []), lesson]);
  }
  return busy;
}
