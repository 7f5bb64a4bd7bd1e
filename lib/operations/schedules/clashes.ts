import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { spoken } from "../bookings/booking";
import type { Interval } from "../bookings/intervals";
import { addDays, localDate } from "../bookings/local-time";
import { nearestForClass } from "./class-needs";
import { type Occurrence, occurrencesBetween } from "./occurrences";
import { subjectsOf, takenTimes } from "./taken-times";
import { withoutClosed } from "./without-closed";

export const clashView = z.object({
  occurrenceId: z.string(),
  localStart: z.string(),
  /** What stands in the way: the teacher or the room has something else, or nobody is there. */
  reason: z.enum(["staff_busy", "resource_busy", "closed_or_away"]),
});

/** What a summary says of clashes; nothing when there are none. */
export const clashText = (clashes: readonly { occurrenceId: string }[]) => {
  const dates = new Set(clashes.map(({ occurrenceId }) => occurrenceId)).size;
  return dates > 0 ? `; ${countOf(dates, "date")} cannot take place so` : "";
};

const LOOK_AHEAD_DAYS = 90;
const MOST_SHOWN = 20;

type Clash = z.output<typeof clashView>;

/**
 * Coming dates of a schedule that cannot take place as planned, in order, at most twenty: the teacher or the room is booked
 * or has another class then, or the company is closed or the teacher away. They stay on the calendar until somebody decides.
 */
export async function clashesOf(context: TenantContext, scheduleId: string): Promise<Clash[]> {
  return (await lookAhead(context, scheduleId)).clashes.slice(0, MOST_SHOWN);
}

/** On how many coming dates of a schedule its room is taken. */
export async function roomClashesOf(context: TenantContext, scheduleId: string): Promise<number> {
  const { clashes } = await lookAhead(context, scheduleId);
  return clashes.filter(({ reason }) => reason === "resource_busy").length;
}

const REASONS = {
  staff_busy: ["slot_taken", "staffTaken", "the teacher has something else then"],
  resource_busy: ["slot_taken", "resourceTaken", "the room is taken then"],
  closed_or_away: ["not_bookable", "closed", "the company is closed or the teacher away then"],
} as const;

/** The clashes of a schedule of which some date can take place. Throws slot_taken or not_bookable when none can. */
export async function requirePossible(context: TenantContext, scheduleId: string): Promise<Clash[]> {
  const { coming, clashes } = await lookAhead(context, scheduleId);
  const [first] = clashes;
  const lesson = coming.find(({ id }) => id === first?.occurrenceId);
  const hit = new Set(clashes.map(({ occurrenceId }) => occurrenceId));
  if (!first || !lesson || hit.size < coming.length) return clashes.slice(0, MOST_SHOWN);
  const [code, rule, reason] = REASONS[first.reason];
  throw new OperationError(code, {
    message: `No date of this class can take place: ${first.localStart}, ${reason}.`,
    hint: "Choose one of details.alternatives or another teacher or room; details.clashes names what is in the way.",
    details: {
      rule,
      clashes: clashes.slice(0, MOST_SHOWN),
      alternatives: await nearestForClass(context, lesson),
    },
  });
}

async function lookAhead(context: TenantContext, scheduleId: string) {
  const { timezone } = context.caller.workspace;
  const today = localDate(Date.now(), timezone);
  const range = { from: today, to: addDays(today, LOOK_AHEAD_DAYS) };
  const coming = (await occurrencesBetween(context, { ...range, scheduleId })).filter(
    ({ start }) => start > Date.now(),
  );
  const open = new Set((await withoutClosed(context, coming)).map(({ id }) => id));
  const isBusy = await calendarOf(context, scheduleId, coming, range);
  const clashes: Clash[] = [];
  for (const each of coming) {
    const add = (reason: Clash["reason"]) =>
      clashes.push({ occurrenceId: each.id, localStart: spoken(each.start, timezone), reason });
    if (!open.has(each.id)) add("closed_or_away");
    // A stored date holds its teacher and its room already; the database would not have let it.
    if (each.isStored) continue;
    if (each.staffId && isBusy(each.staffId, each)) add("staff_busy");
    if (each.resourceId && isBusy(each.resourceId, each)) add("resource_busy");
  }
  return { coming, clashes };
}

/** Whether every place of a person or room is taken in a time, by bookings or by other classes. */
async function calendarOf(
  context: TenantContext,
  scheduleId: string,
  coming: readonly Occurrence[],
  range: { from: string; to: string },
) {
  const subjects = subjectsOf(coming);
  if (subjects.length === 0) return () => false;
  const [{ placesOf, takenOf }, classes] = await Promise.all([
    takenTimes(context, coming),
    occurrencesBetween(context, { ...range, subjects }),
  ]);
  const others = classes.filter((each) => each.scheduleId !== scheduleId && !each.isStored);
  return (subject: string, time: Interval) => {
    const taught = others.filter(
      (each) =>
        (each.staffId === subject || each.resourceId === subject) && each.start < time.end && each.end > time.start,
    ).length;
    return takenOf(subject, time) + taught >= placesOf(subject);
  };
}
