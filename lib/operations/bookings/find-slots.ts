import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { singleton } from "@/lib/singleton";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import { withoutClosed } from "../schedules/without-closed";
import { findStaff } from "../staff/find-staff";
import { type BookableService, freeSlots, requirementsOf } from "./availability";
import { type SlotView, spoken } from "./booking";
import { addDays, type Instant } from "./local-time";
import type { Slot } from "./slots";

export interface SlotWish {
  service: BookableService & { type: string };
  date: string;
  days: number;
  staffId?: string | undefined;
  resourceId?: string | undefined;
  /** Longer than the service itself when add-ons take time. */
  durationMinutes?: number | undefined;
}

/** A bookable time that is rendered only when somebody wants to see it: a month has thousands. */
interface Found {
  start: Instant;
  isFree: boolean;
  toView(): SlotView;
}

/** Bookable times of a service: class dates with their places, or free starts of an appointment; at most `most` of them. */
export async function slotsOf(context: TenantContext, wish: SlotWish, most: number) {
  const found = await foundSlots(context, wish);
  return { items: found.slice(0, most).map((each) => each.toView()), isCut: found.length > most };
}

async function foundSlots(context: TenantContext, wish: SlotWish): Promise<Found[]> {
  return wish.service.type === "class" ? classSlots(context, wish) : appointmentSlots(context, wish);
}

async function classSlots(context: TenantContext, wish: SlotWish): Promise<Found[]> {
  const { timezone } = context.caller.workspace;
  const { service, date, days, resourceId } = wish;
  const staffId = wish.staffId ? (await findStaff(context, wish.staffId)).id : undefined;
  const range = { from: date, to: addDays(date, days - 1), serviceId: service.id };
  const occurrences = await withoutClosed(context, await occurrencesBetween(context, range));
  return occurrences
    .filter(
      (each) =>
        each.start > Date.now() &&
        (!staffId || each.staffId === staffId) &&
        (!resourceId || each.resourceId === resourceId),
    )
    .map((each) => ({
      start: each.start,
      isFree: each.taken < each.capacity,
      toView: () => classView(each, timezone),
    }));
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
  const { timezone } = context.caller.workspace;
  const requirements = await requirementsOf(context, wish);
  const days = await freeSlots(context, wish, requirements);
  const indexOf = (type: string) => requirements.findIndex(({ subjectType }) => subjectType === type);
  const chosen = { staff: indexOf("staff"), resource: indexOf("resource") };
  return days.flatMap(({ slots }) =>
    slots.map((slot) => ({
      start: slot.start,
      isFree: true,
      toView: () => {
        const free = slot.free();
        return appointmentView(slot, timezone, free[chosen.staff]?.[0], free[chosen.resource]?.[0]);
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
/** Looked at in turn until enough is found: the near days, a week, a fortnight. */
const SEARCH_DAYS = [2, 7, 14];
const SHARED_FOR_MS = 500;

const searches = () => singleton("slot-alternatives", () => new Map<string, Promise<SlotView[]>>());

/**
 * The free times nearest to one that was refused, at most five, for the answer that refuses it. Callers that want the same
 * time at the same moment share one search: when a thousand ask for one place, 999 need this.
 */
export function alternatives(context: TenantContext, wish: Omit<SlotWish, "days">, near: Instant): Promise<SlotView[]> {
  const { service, date, staffId, resourceId, durationMinutes } = wish;
  const { companyId } = context.caller.workspace;
  const key = [companyId, service.id, date, staffId, resourceId, durationMinutes, near].join(" ");
  const shared = searches();
  // A search that failed belonged to a transaction that broke; whoever shared it looks for itself.
  const known = shared.get(key);
  if (known) return known.catch(() => nearest(context, wish, near));
  const search = nearest(context, wish, near);
  shared.set(key, search);
  const forget = () => setTimeout(() => shared.delete(key), SHARED_FOR_MS).unref();
  search.then(forget, () => shared.delete(key));
  return search;
}

async function nearest(context: TenantContext, wish: Omit<SlotWish, "days">, near: Instant): Promise<SlotView[]> {
  const distance = ({ start }: Found) => Math.abs(start - near);
  let free: Found[] = [];
  for (const days of SEARCH_DAYS) {
    free = (await foundSlots(context, { ...wish, days })).filter(({ isFree }) => isFree);
    if (free.length >= ALTERNATIVES) break;
  }
  return free
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => a.start - b.start)
    .map((each) => each.toView());
}
