import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { occurrencesBetween } from "../schedules/occurrences";
import { type BookableService, freeSlots, requirementsOf } from "./availability";
import { type SlotView, spoken } from "./booking";
import { addDays } from "./local-time";

export interface SlotWish {
  service: BookableService & { type: string };
  date: string;
  days: number;
  staffId?: string | undefined;
  resourceId?: string | undefined;
}

/** Bookable times of a service: class dates with their places, or free starts of an appointment. */
export async function slotsOf(context: TenantContext, wish: SlotWish): Promise<SlotView[]> {
  return wish.service.type === "class" ? classSlots(context, wish) : appointmentSlots(context, wish);
}

async function classSlots(
  context: TenantContext,
  { service, date, days, staffId, resourceId }: SlotWish,
): Promise<SlotView[]> {
  const { timezone } = context.caller.workspace;
  const occurrences = await occurrencesBetween(context, {
    from: date,
    to: addDays(date, days - 1),
    serviceId: service.id,
  });
  return occurrences
    .filter(
      (each) =>
        each.start > Date.now() &&
        (!staffId || each.staffId === staffId) &&
        (!resourceId || each.resourceId === resourceId),
    )
    .map((each) => ({
      startTime: new Date(each.start).toISOString(),
      endTime: new Date(each.end).toISOString(),
      localStart: spoken(each.start, timezone),
      available: each.taken < each.capacity,
      remainingCapacity: Math.max(0, each.capacity - each.taken),
      occurrenceId: each.id,
      ...(each.staffId ? { staffId: each.staffId } : {}),
      ...(each.resourceId ? { resourceId: each.resourceId } : {}),
    }));
}

async function appointmentSlots(context: TenantContext, wish: SlotWish): Promise<SlotView[]> {
  const { timezone } = context.caller.workspace;
  const requirements = await requirementsOf(context, wish);
  const days = await freeSlots(context, wish, requirements);
  const chosenOf = (free: readonly (readonly string[])[], type: string) =>
    free[requirements.findIndex(({ subjectType }) => subjectType === type)]?.[0];
  return days.flatMap(({ slots }) =>
    slots.map(({ start, end, remaining, free }) => {
      const staffId = chosenOf(free, "staff");
      const resourceId = chosenOf(free, "resource");
      return {
        startTime: new Date(start).toISOString(),
        endTime: new Date(end).toISOString(),
        localStart: spoken(start, timezone),
        available: true,
        remainingCapacity: remaining,
        ...(staffId ? { staffId } : {}),
        ...(resourceId ? { resourceId } : {}),
      };
    }),
  );
}

const ALTERNATIVES = 5;
const SEARCH_DAYS = 14;

/** The free times nearest to one that was refused, at most five, for the answer that refuses it. */
export async function alternatives(
  context: TenantContext,
  wish: Omit<SlotWish, "days">,
  near: number,
): Promise<SlotView[]> {
  const from = wish.date;
  const slots = await slotsOf(context, { ...wish, date: from, days: SEARCH_DAYS });
  const distance = ({ startTime }: SlotView) => Math.abs(Date.parse(startTime) - near);
  return slots
    .filter(({ available }) => available)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
}
