import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { singleton } from "@/lib/singleton";
import { settingsOf } from "../booking-settings/read-settings";
import { type Occurrence, type OccurrenceFilter, occurrencesBetween } from "../schedules/occurrences";
import { withoutTaken } from "../schedules/taken-times";
import { withoutClosed } from "../schedules/without-closed";
import { findStaff } from "../staff/find-staff";
import { type BookableService, freeSlots, type Requirement, requirementsOf, type Wish } from "./availability";
import { type SlotView, spoken } from "./booking";
import { addDays, dayNumber, type Instant, localDate, MINUTE_MS, minuteOfDay, wallTime } from "./local-time";
import type { Slot } from "./slots";

export interface SlotWish {
  service: BookableService & { type: string };
  date: string;
  days: number;
  staffId?: string | undefined;
  resourceId?: string | undefined;
  /** Longer than the service itself when add-ons take time. */
  durationMinutes?: number | undefined;
  /** How many come: a class needs a place for each. */
  participants?: number | undefined;
  /** Only starts in this part of each local day, both minutes included. */
  between?: { fromMinute: number; toMinute: number } | undefined;
}

/** A bookable time that is rendered only when somebody wants to see it: a month has thousands. */
interface Found {
  start: Instant;
  isFree: boolean;
  /** Who could do it, in their usual order; who teaches a class. */
  staffIds(): string[];
  toView(): SlotView;
}

/**
 * Bookable times of a service: class dates with their places, or free starts of an appointment; at most `most` of them.
 * `staffIds` says of each who could do it.
 */
export async function slotsOf(context: TenantContext, wish: SlotWish, most: number) {
  const all = await foundSlots(context, wish);
  const found = wish.between ? all.filter(startsBetween(wish.between, context.caller.workspace.timezone)) : all;
  const shown = found.slice(0, most);
  return {
    items: shown.map((each) => each.toView()),
    staffIds: (index: number) => shown[index]?.staffIds() ?? [],
    isCut: found.length > most,
  };
}

function startsBetween({ fromMinute, toMinute }: NonNullable<SlotWish["between"]>, timezone: string) {
  return ({ start }: Found) => {
    const minute = minuteOfDay(wallTime(start, timezone).slice(11)) ?? 0;
    return minute >= fromMinute && minute <= toMinute;
  };
}

async function foundSlots(context: TenantContext, wish: SlotWish): Promise<Found[]> {
  return wish.service.type === "class" ? classSlots(context, wish) : appointmentSlots(context, wish);
}

async function classSlots(context: TenantContext, wish: SlotWish): Promise<Found[]> {
  const { timezone } = context.caller.workspace;
  const { service, date, days, resourceId, participants = 1 } = wish;
  const staffId = wish.staffId ? (await findStaff(context, wish.staffId)).id : undefined;
  const range = { from: date, to: addDays(date, days - 1), serviceId: service.id };
  const [occurrences, { notBefore, notAfter }] = await Promise.all([
    datesThatTakePlace(context, range),
    bookableFrom(context),
  ]);
  return occurrences
    .filter(
      (each) =>
        each.start >= notBefore &&
        each.start <= notAfter &&
        (each.resourceId !== null || !service.requiresResource) &&
        (!staffId || each.staffId === staffId) &&
        (!resourceId || each.resourceId === resourceId),
    )
    .map((each) => ({
      start: each.start,
      isFree: each.taken + participants <= each.capacity,
      staffIds: () => (each.staffId ? [each.staffId] : []),
      toView: () => classView(each, timezone),
    }));
}

/** The dates that take place: open, and with a teacher and a room that nobody took before them. */
async function datesThatTakePlace(context: TenantContext, range: OccurrenceFilter): Promise<Occurrence[]> {
  return withoutTaken(context, await withoutClosed(context, await occurrencesBetween(context, range)));
}

/** The instants between which something can be booked now: after the minimum notice, within the horizon. */
async function bookableFrom(context: TenantContext): Promise<{ notBefore: Instant; notAfter: Instant }> {
  const settings = await settingsOf(context);
  const now = Date.now();
  return {
    notBefore: now + settings.minimumNoticeMinutes * MINUTE_MS,
    notAfter: now + settings.horizonDays * 1_440 * MINUTE_MS,
  };
}

function classView(each: Occurrence, timezone: string): SlotView {
  return {
    startTime: new Date(each.start).toISOString(),
    endTime: new Date(each.end).toISOString(),
    localStart: spoken(each.start, timezone),
    available: each.taken < each.capacity,
    remainingCapacity: Math.max(0, each.capacity - each.taken),
    occurrenceId: each.id,
    ...(each.staffId ? { staffId: each.staffId } : {}),
    ...(each.resourceId ? { resourceId: each.resourceId } : {}),
  };
}

async function appointmentSlots(context: TenantContext, wish: SlotWish): Promise<Found[]> {
  return foundFor(context, wish, await requirementsOf(context, wish));
}

async function foundFor(
  context: TenantContext,
  wish: Wish & { participants?: number | undefined },
  requirements: Requirement[],
): Promise<Found[]> {
  const { timezone } = context.caller.workspace;
  const days = await freeSlots(context, wish, requirements);
  const indexOf = (type: string) => requirements.findIndex(({ subjectType }) => subjectType === type);
  const chosen = { staff: indexOf("staff"), resource: indexOf("resource"), service: indexOf("service") };
  return days.flatMap(({ slots }) =>
    slots.map((slot) => ({
      start: slot.start,
      // Only an appointment that takes places of its service needs one for each who comes.
      isFree: chosen.service < 0 || slot.remaining >= (wish.participants ?? 1),
      staffIds: () => [...slot.free(chosen.staff)],
      toView: () => {
        const [staffId] = slot.free(chosen.staff);
        const [resourceId] = slot.free(chosen.resource);
        return appointmentView(slot, timezone, staffId, resourceId);
      },
    })),
  );
}

function appointmentView({ start, end, remaining }: Slot, timezone: string, staffId?: string, resourceId?: string) {
  return {
    startTime: new Date(start).toISOString(),
    endTime: new Date(end).toISOString(),
    localStart: spoken(start, timezone),
    available: true,
    remainingCapacity: remaining,
    ...(staffId ? { staffId } : {}),
    ...(resourceId ? { resourceId } : {}),
  };
}

const ALTERNATIVES = 5;
/** Days looked at on both sides, in turn until enough is found: the neighbours, a week, more than a month. */
const REACH_DAYS = [1, 7, 35];
const SHARED_FOR_MS = 500;

const searches = () => singleton("slot-alternatives", () => new Map<string, Promise<SlotView[]>>());

/** What somebody wanted to book, without the day. */
export type PlaceSearch = Omit<SlotWish, "date" | "days" | "between">;

/**
 * The free times nearest to one that was refused, at most five, for the answer that refuses it. Callers that want the same
 * time at the same moment share one search: when a thousand ask for one place, 999 need this.
 */
export function alternatives(context: TenantContext, wish: PlaceSearch, near: Instant): Promise<SlotView[]> {
  const { service, staffId, resourceId, durationMinutes, participants } = wish;
  const { companyId } = context.caller.workspace;
  const key = [companyId, service.id, staffId, resourceId, durationMinutes, participants, near].join(" ");
  const shared = searches();
  // A search that failed belonged to a transaction that broke; whoever shared it looks for itself.
  const known = shared.get(key);
  if (known) return known.catch(() => nearestFree(context, wish, near));
  const search = nearestFree(context, wish, near);
  shared.set(key, search);
  const forget = () => setTimeout(() => shared.delete(key), SHARED_FOR_MS).unref();
  search.then(forget, () => shared.delete(key));
  return search;
}

/** The free times nearest to a moment, at most five, nearest first; only those that `mayStart` allows. */
export async function nearestFree(
  context: TenantContext,
  wish: PlaceSearch,
  near: Instant,
  mayStart: (start: Instant) => boolean = () => true,
): Promise<SlotView[]> {
  return nearestOf(context, near, async (date, days) => {
    const found = await foundSlots(context, { ...wish, date, days });
    return found.filter(({ start, isFree }) => isFree && mayStart(start));
  });
}

/** Free starts nearest to a moment at which each of `requirements` has somebody or something free, at most five, nearest first. */
export async function nearestFreeFor(
  context: TenantContext,
  service: BookableService,
  requirements: Requirement[],
  near: Instant,
): Promise<SlotView[]> {
  return nearestOf(context, near, (date, days) => foundFor(context, { service, date, days }, requirements));
}

async function nearestOf(
  context: TenantContext,
  near: Instant,
  find: (date: string, days: number) => Promise<Found[]>,
): Promise<SlotView[]> {
  const { timezone } = context.caller.workspace;
  const bounds = await bookableFrom(context);
  const [first, last] = [localDate(bounds.notBefore, timezone), localDate(bounds.notAfter, timezone)];
  const within = (date: string) => (date < first ? first : date > last ? last : date);
  const anchor = within(localDate(near, timezone));
  const distance = ({ start }: Found) => Math.abs(start - near);
  let free: Found[] = [];
  for (const reach of REACH_DAYS) {
    const [date, until] = [within(addDays(anchor, -reach)), within(addDays(anchor, reach))];
    free = await find(date, dayNumber(until) - dayNumber(date) + 1);
    if (free.length >= ALTERNATIVES) break;
  }
  return free
    .sort((a, b) => distance(a) - distance(b) || a.start - b.start)
    .slice(0, ALTERNATIVES)
    .map((each) => each.toView());
}
