import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { busyTimes } from "../bookings/allocations";
import { spoken } from "../bookings/booking";
import { firstEndingAfter, type Interval } from "../bookings/intervals";
import { addDays, localDate } from "../bookings/local-time";
import { type Occurrence, occurrencesBetween } from "./occurrences";
import { withoutClosed } from "./without-closed";

export const clashView = z.object({
  occurrenceId: z.string(),
  localStart: z.string(),
  /** What stands in the way: the teacher or the room has something else, or nobody is there. */
  reason: z.enum(["staff_busy", "resource_busy", "closed_or_away"]),
});

const LOOK_AHEAD_DAYS = 90;
const MOST_SHOWN = 20;

/**
 * Coming dates of a schedule that cannot take place as planned, in order, at most twenty: the teacher or the room is booked
 * or has another class then, or the company is closed or the teacher away. They stay on the calendar until somebody decides.
 */
export async function clashesOf(context: TenantContext, scheduleId: string): Promise<z.output<typeof clashView>[]> {
  const { timezone } = context.caller.workspace;
  const today = localDate(Date.now(), timezone);
  const range = { from: today, to: addDays(today, LOOK_AHEAD_DAYS) };
  const coming = (await occurrencesBetween(context, { ...range, scheduleId })).filter(
    ({ start }) => start > Date.now(),
  );
  const open = new Set((await withoutClosed(context, coming)).map(({ id }) => id));
  const isBusy = await calendarOf(context, scheduleId, coming, range);
  const clashes: z.output<typeof clashView>[] = [];
  for (const each of coming) {
    const add = (reason: z.output<typeof clashView>["reason"]) =>
      clashes.push({ occurrenceId: each.id, localStart: spoken(each.start, timezone), reason });
    if (!open.has(each.id)) add("closed_or_away");
    // A stored date holds its teacher and its room already; the database would not have let it.
    if (each.isStored) continue;
    if (each.staffId && isBusy(each.staffId, each)) add("staff_busy");
    if (each.resourceId && isBusy(each.resourceId, each)) add("resource_busy");
  }
  return clashes.slice(0, MOST_SHOWN);
}

/** Whether every place of a person or room is taken in a time, by bookings or by other classes. */
async function calendarOf(
  context: TenantContext,
  scheduleId: string,
  coming: readonly Occurrence[],
  range: { from: string; to: string },
) {
  const subjects = [...new Set(coming.flatMap(({ staffId, resourceId }) => [staffId, resourceId]))].flatMap(
    (id) => id ?? [],
  );
  const [first] = coming;
  if (!first || subjects.length === 0) return () => false;
  const span = { start: first.start, end: Math.max(...coming.map(({ end }) => end)) };
  const [busy, classes, rooms] = await Promise.all([
    busyTimes(context, subjects, span),
    occurrencesBetween(context, { ...range, subjects }),
    context.db.resource.findMany({ where: { id: { in: subjects } }, select: { id: true, capacity: true } }),
  ]);
  const places = new Map(rooms.map(({ id, capacity }) => [id, capacity]));
  const others = classes.filter((each) => each.scheduleId !== scheduleId && !each.isStored);
  return (subject: string, { start, end }: Interval) => {
    const booked = [...(busy.get(subject)?.values() ?? [])].filter((unit) => {
      const next = unit[firstEndingAfter(unit, start)];
      return next !== undefined && next.start < end;
    }).length;
    const taught = others.filter(
      (each) => (each.staffId === subject || each.resourceId === subject) && each.start < end && each.end > start,
    ).length;
    return booked + taught >= (places.get(subject) ?? 1);
  };
}
