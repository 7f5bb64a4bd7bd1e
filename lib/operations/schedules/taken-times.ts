import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { busyTimes } from "../bookings/allocations";
import { firstEndingAfter, type Interval } from "../bookings/intervals";
import type { Occurrence } from "./occurrences";

/** The teachers and rooms that dates of classes need. */
export function subjectsOf(occurrences: readonly Occurrence[]): string[] {
  return [...new Set(occurrences.flatMap(({ staffId, resourceId }) => [staffId, resourceId]))].flatMap(
    (id) => id ?? [],
  );
}

/** How many places the teachers and rooms of some dates have, and how many of them are taken in a time. */
export async function takenTimes(context: TenantContext, occurrences: readonly Occurrence[]) {
  const subjects = subjectsOf(occurrences);
  const [start, end] = [
    Math.min(...occurrences.map((each) => each.start)),
    Math.max(...occurrences.map((each) => each.end)),
  ];
  const [busy, rooms] = await Promise.all([
    busyTimes(context, subjects, { start, end }),
    context.db.resource.findMany({ where: { id: { in: subjects } }, select: { id: true, capacity: true } }),
  ]);
  const places = new Map(rooms.map(({ id, capacity }) => [id, capacity]));
  return {
    placesOf: (subject: string) => places.get(subject) ?? 1,
    takenOf: (subject: string, time: Interval) =>
      [...(busy.get(subject)?.values() ?? [])].filter((unit) => {
        const next = unit[firstEndingAfter(unit, time.start)];
        return next !== undefined && next.start < time.end;
      }).length,
  };
}

/**
 * The classes whose teacher and room are free for them. A date that nobody booked yet holds neither, so that whoever was there
 * first keeps it from being booked, as storing it would find out. Sorted in, sorted out.
 */
export async function withoutTaken(context: TenantContext, occurrences: readonly Occurrence[]): Promise<Occurrence[]> {
  const waiting = occurrences.filter((each) => !each.isStored && subjectsOf([each]).length > 0);
  if (waiting.length === 0) return [...occurrences];
  const { placesOf, takenOf } = await takenTimes(context, waiting);
  const isTaken = (each: Occurrence) =>
    subjectsOf([each]).some((subject) => takenOf(subject, each) >= placesOf(subject));
  return occurrences.filter((each) => each.isStored || !isTaken(each));
}
