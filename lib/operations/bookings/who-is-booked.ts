import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { occurrencesBetween, serviceNames } from "../schedules/occurrences";
import { freeSlots, type Requirement, requirementsOf } from "./availability";
import { localDate, MINUTE_MS, wallTime } from "./local-time";
import { type NamedStaff, staffNames } from "./staff-names";
import type { AskedPlace } from "./take-place";

/** What keeps those who could take a time, and who else is free then. */
export interface WhoIsBooked {
  /** The booking or class in the way, when the time depends on one person. */
  busy: { staffId: string; staffName: string; serviceName: string | null; startTime: string; endTime: string } | null;
  freeStaff: NamedStaff[];
  sentence: string;
}

/** The names behind a taken time, and what each has: of the one who was asked for, or of the few who give the service. */
export async function whoIsBooked(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
): Promise<WhoIsBooked | null> {
  const asked = await onePerson(context, wish, requirements);
  if (!asked) return everybodyBooked(context, wish, requirements);
  const { staff, freeStaff } = asked;
  const what = await whatKeeps(context, wish, staff.staffId);
  const does = what ? hasWords(context, what) : "is booked at this time";
  return {
    busy: what && {
      staffId: staff.staffId,
      staffName: staff.name,
      serviceName: what.name,
      startTime: what.startsAt.toISOString(),
      endTime: what.endsAt.toISOString(),
    },
    freeStaff,
    sentence: `${staff.name} ${does}.${freeWords(freeStaff)}`,
  };
}

type Keeper = NonNullable<Awaited<ReturnType<typeof whatKeeps>>>;

function hasWords({ caller }: TenantContext, { name, startsAt, endsAt }: Keeper): string {
  const clock = (at: Date) => wallTime(at.getTime(), caller.workspace.timezone).slice(11);
  return `has ${name ?? "another customer"} ${clock(startsAt)}–${clock(endsAt)}`;
}

const MOST_NAMED = 5;

/** What each of the few who could take a time has then; null when they are many, or have nothing. */
async function everybodyBooked(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
): Promise<WhoIsBooked | null> {
  const candidates = requirements.find(({ subjectType }) => subjectType === "staff")?.candidates ?? [];
  if (candidates.length > MOST_NAMED) return null;
  const people = await staffNames(
    context,
    candidates.map(({ id }) => id),
  );
  const has: string[] = [];
  for (const { staffId, name } of people) {
    const what = await whatKeeps(context, wish, staffId);
    if (what) has.push(`${name} ${hasWords(context, what)}`);
  }
  return has.length === 0 ? null : { busy: null, freeStaff: [], sentence: `Nobody is free then: ${has.join("; ")}.` };
}

/** The one person whom a time depends on, asked for or alone in giving the service, and who else could take it. */
export async function onePerson(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
): Promise<{ staff: NamedStaff; freeStaff: NamedStaff[] } | null> {
  const candidates = requirements.find(({ subjectType }) => subjectType === "staff")?.candidates ?? [];
  const [only, another] = candidates;
  const staff = !only || another ? null : await staffNames(context, [only.id]).then(([first]) => first);
  if (!staff) return null;
  return { staff, freeStaff: wish.staffId ? await othersFree(context, wish, staff.staffId) : [] };
}

export const freeWords = (freeStaff: NamedStaff[]) =>
  freeStaff.length > 0 ? ` Free then: ${freeStaff.map(({ name }) => name).join(", ")}.` : "";

/** The booking or class date that a person has around a wished time; a hold has no name yet. */
async function whatKeeps(context: TenantContext, { service, start, durationMinutes }: AskedPlace, subjectId: string) {
  const { db } = context;
  const [from, to] = [
    new Date(start - service.bufferBeforeMinutes * MINUTE_MS),
    new Date(start + (durationMinutes + service.bufferAfterMinutes) * MINUTE_MS),
  ];
  const taken = await db.bookingAllocation.findFirst({
    where: {
      subjectId,
      beginsAt: { lt: to },
      finishesAt: { gt: from },
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    orderBy: { beginsAt: "asc" },
    select: { holderType: true, holderId: true, beginsAt: true, finishesAt: true },
  });
  if (!taken) return lessonOf(context, subjectId, from, to);
  const times = { startsAt: true, endsAt: true } as const;
  const named = { select: { name: true } } as const;
  const where = { id: taken.holderId };
  if (taken.holderType === "booking") {
    const booking = await db.booking.findFirst({ where, select: { ...times, service: named } });
    return booking && { ...booking, name: booking.service.name };
  }
  if (taken.holderType === "occurrence") {
    const date = await db.scheduleOccurrence.findFirst({
      where,
      select: { ...times, schedule: { select: { service: named } } },
    });
    return date && { ...date, name: date.schedule.service.name };
  }
  return { name: null, startsAt: taken.beginsAt, endsAt: taken.finishesAt };
}

/** A class date that nobody booked yet: it needs its teacher, and is not stored. */
async function lessonOf(context: TenantContext, subjectId: string, from: Date, to: Date) {
  const { timezone } = context.caller.workspace;
  const [first, last] = [from, to].map((at) => localDate(at.getTime(), timezone)) as [string, string];
  const classes = await occurrencesBetween(context, { from: first, to: last, subjects: [subjectId] });
  const lesson = classes.find(({ start, end }) => start < to.getTime() && end > from.getTime());
  if (!lesson) return null;
  const names = await serviceNames(context, [lesson]);
  return {
    name: names.get(lesson.serviceId) ?? null,
    startsAt: new Date(lesson.start),
    endsAt: new Date(lesson.end),
  };
}

async function othersFree(context: TenantContext, wish: AskedPlace, exceptId: string): Promise<NamedStaff[]> {
  const { service, start, durationMinutes, resourceId } = wish;
  const anybody = { service: { ...service, requiresStaff: true }, resourceId, durationMinutes };
  const day = { ...anybody, date: localDate(start, context.caller.workspace.timezone), days: 1 };
  const [found] = await freeSlots(context, day, await requirementsOf(context, anybody));
  const free = [...(found?.slots.find((slot) => slot.start === start)?.free(0) ?? [])];
  return staffNames(
    context,
    free.filter((id) => id !== exceptId),
  );
}
