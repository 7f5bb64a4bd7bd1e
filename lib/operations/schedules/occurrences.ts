import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { type Instant, localDay, MINUTE_MS } from "../bookings/local-time";
import { datesBetween } from "../bookings/recurrence";
import { dateText, occurrenceIdOf, ruleOf, type ScheduleRow, toDate } from "./schedule";

/** One date of a schedule, stored or still only a rule. */
export interface Occurrence {
  id: string;
  scheduleId: string;
  serviceId: string;
  date: string;
  start: Instant;
  end: Instant;
  staffId: string | null;
  resourceId: string | null;
  capacity: number;
  taken: number;
  isStored: boolean;
  /** Grows with every change of this date; 0 while it is only a rule. */
  version: number;
}

export interface OccurrenceFilter {
  from: string;
  to: string;
  serviceId?: string | undefined;
  scheduleId?: string | undefined;
  /** Occurrences that need one of these people or resources. */
  subjects?: readonly string[] | undefined;
}

/** The names of the services of some dates, by id. */
export async function serviceNames(
  { db }: Pick<TenantContext, "db">,
  occurrences: readonly { serviceId: string }[],
): Promise<Map<string, string>> {
  if (occurrences.length === 0) return new Map();
  const ids = [...new Set(occurrences.map(({ serviceId }) => serviceId))];
  const services = await db.service.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(services.map(({ id, name }) => [id, name]));
}

const MOST_DATES = 400;

/** Whoever asks: a call of the tenant, or the system for one of its companies. */
interface Asker {
  db: TenantContext["db"];
  caller: { workspace: Pick<TenantContext["caller"]["workspace"], "organisationId" | "companyId" | "timezone"> };
}

type Schedule = ScheduleRow & { service: { capacity: number } };

/** Active occurrences between two local dates, in order. A stored row wins over its rule: it may be moved or cancelled. */
export async function occurrencesBetween({ db, caller }: Asker, filter: OccurrenceFilter): Promise<Occurrence[]> {
  const { from, to, serviceId, scheduleId, subjects } = filter;
  const { organisationId, companyId, timezone } = caller.workspace;
  const schedules = await db.serviceSchedule.findMany({
    where: {
      organisationId,
      companyId,
      status: "active",
      date: { lte: toDate(to) },
      AND: [
        { OR: [{ recurrenceEndDate: null }, { recurrenceEndDate: { gte: toDate(from) } }] },
        subjects ? { OR: [{ staffId: { in: [...subjects] } }, { resourceId: { in: [...subjects] } }] } : {},
      ],
      ...(serviceId ? { serviceId } : {}),
      ...(scheduleId ? { id: scheduleId } : {}),
      service: { status: "active", deletedAt: null },
    },
    include: { service: { select: { capacity: true } } },
  });
  const ids = schedules.map(({ id }) => id);
  const stored =
    ids.length === 0
      ? []
      : await db.scheduleOccurrence.findMany({
          where: { organisationId, scheduleId: { in: ids }, date: { gte: toDate(from), lte: toDate(to) } },
        });
  const rows = new Map(stored.map((row) => [row.id, row]));
  return schedules
    .flatMap((schedule) =>
      datesBetween(ruleOf(schedule), from, to, MOST_DATES).map((date) => ruled(schedule, date, timezone)),
    )
    .flatMap((occurrence) => {
      const row = rows.get(occurrence.id);
      if (!row) return [occurrence];
      if (row.status !== "active") return [];
      return [
        {
          ...occurrence,
          ...row,
          date: dateText(row.date),
          start: row.startsAt.getTime(),
          end: row.endsAt.getTime(),
          isStored: true,
        },
      ];
    })
    .sort((a, b) => a.start - b.start);
}

/** What the rule itself says of a date. */
function ruled(schedule: Schedule, date: string, timezone: string): Occurrence {
  const day = localDay(date, timezone);
  const start = day.startOf(schedule.startMinute);
  return {
    id: occurrenceIdOf(schedule.id, date),
    scheduleId: schedule.id,
    serviceId: schedule.serviceId,
    date,
    start,
    // The class lasts as long as on any other day, also in the night the clocks change.
    end: start + (schedule.endMinute - schedule.startMinute) * MINUTE_MS,
    staffId: schedule.staffId,
    resourceId: schedule.resourceId,
    capacity: schedule.maxCapacity ?? schedule.service.capacity,
    taken: 0,
    isStored: false,
    version: 0,
  };
}
