import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import type { Interval } from "../bookings/intervals";
import { addDays, localDate, localDay } from "../bookings/local-time";
import { openIntervals } from "../bookings/slots";
import { toSlotWindow } from "../opening-hours/window";
import { occurrencesBetween } from "../schedules/occurrences";

export interface Colleague {
  staffId: string;
  name: string;
}

export interface Need {
  serviceId: string;
  absentId: string;
  /** When the service is given. */
  happens: Interval;
  /** The same with the service's buffers: nothing else may lie in it. */
  taken: Interval;
}

/** Colleagues who give the service, work then, are not away and have nothing else, in their usual order. */
export async function freeColleagues(context: TenantContext, need: Need): Promise<Colleague[]> {
  const free = await unbooked(context, need);
  const ids = free.map(({ staffId }) => staffId);
  if (ids.length === 0) return [];
  const { timezone } = context.caller.workspace;
  const date = localDate(need.happens.start, timezone);
  const [windows, classes] = await Promise.all([
    context.db.availabilityWindow.findMany({ where: { subjectId: { in: ids } } }),
    occurrencesBetween(context, { from: addDays(date, -1), to: addDays(date, 1), subjects: ids }),
  ]);
  const works = (id: string) => {
    const own = windows.filter(({ subjectId }) => subjectId === id).map(toSlotWindow);
    const { start, end } = need.happens;
    const hours = openIntervals(own, localDay(date, timezone));
    return own.length === 0 || hours.some((each) => each.start <= start && each.end >= end);
  };
  const teaches = (id: string) =>
    classes.some((each) => each.staffId === id && each.start < need.taken.end && each.end > need.taken.start);
  return free.filter(({ staffId }) => works(staffId) && !teaches(staffId));
}

function unbooked({ db }: TenantContext, { serviceId, absentId, taken }: Need): Promise<Colleague[]> {
  const [start, end] = [new Date(taken.start), new Date(taken.end)];
  return db.$queryRaw<Colleague[]>`
    SELECT s.id AS "staffId", s.name FROM staff_members s
    JOIN service_staff l ON l.organisation_id = s.organisation_id AND l.staff_id = s.id AND l.service_id = ${serviceId}
    WHERE s.archived_at IS NULL AND s.id <> ${absentId}
      AND NOT EXISTS (SELECT FROM booking_allocations a WHERE a.organisation_id = s.organisation_id AND a.subject_id = s.id
        AND a.during && tstzrange(${start}, ${end}) AND (a.expires_at IS NULL OR a.expires_at > now()))
      AND NOT EXISTS (SELECT FROM closures c WHERE c.organisation_id = s.organisation_id AND c.company_id = s.company_id
        AND c.staff_id = s.id AND c.starts_at < ${end} AND c.ends_at > ${start})
    ORDER BY s.sort_order, s.id`;
}
