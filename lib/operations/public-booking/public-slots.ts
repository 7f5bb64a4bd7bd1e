import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { readSettings } from "../booking-settings/read-settings";
import type { SlotView } from "../bookings/booking";
import { slotsOf } from "../bookings/find-slots";
import { addDays, localDate, MINUTE_MS } from "../bookings/local-time";
import type { PublicSlot } from "./public-view";
import type { PublishedService } from "./published";

interface Look {
  service: PublishedService;
  staffId?: string | undefined;
  durationMinutes: number;
  zone: string;
  days: number;
  from?: string | undefined;
}

const MOST_SLOTS = 3_000;
/** Days looked at in one go while the first free time is searched, after the nearest three. */
const NEAR_DAYS = 3;
const STRIDE_DAYS = 29;

/**
 * Bookable times by the days of the visitor's zone, from a date or from the first that has a free time. Dates of a class are
 * there when full too, because one can wait for a place.
 */
export async function publicDays(context: TenantContext, look: Look) {
  const { zone, days } = look;
  const { settings } = await readSettings(context);
  const bounds = {
    notBefore: Date.now() + settings.minimumNoticeMinutes * MINUTE_MS,
    notAfter: Date.now() + settings.horizonDays * 1_440 * MINUTE_MS,
  };
  const today = localDate(Date.now(), zone);
  const lastDate = localDate(bounds.notAfter, zone);
  const asked = look.from === undefined ? undefined : clamp(look.from, today, lastDate);
  const from = asked ?? (await firstFree(context, look, bounds, today, lastDate)) ?? today;
  const found = await slotsBetween(context, look, bounds, from, days);
  const byDate = new Map<string, PublicSlot[]>();
  for (const slot of found) {
    const date = localDate(Date.parse(slot.startTime), zone);
    byDate.set(date, [...(byDate.get(date) ?? []), slot]);
  }
  const dates = Array.from({ length: days }, (_, index) => addDays(from, index)).filter((date) => date <= lastDate);
  return { from, today, lastDate, days: dates.map((date) => ({ date, slots: byDate.get(date) ?? [] })) };
}

const clamp = (date: string, low: string, high: string) => (date < low ? low : date > high ? high : date);

interface Bounds {
  notBefore: number;
  notAfter: number;
}

async function firstFree(context: TenantContext, look: Look, bounds: Bounds, today: string, lastDate: string) {
  // The near days first: nearly always they have a time, and a month costs more.
  for (let date = today, days = NEAR_DAYS; date <= lastDate; date = addDays(date, days), days = STRIDE_DAYS) {
    const free = (await slotsBetween(context, look, bounds, date, days)).find(({ available }) => available);
    if (free) return localDate(Date.parse(free.startTime), look.zone);
  }
  return undefined;
}

async function slotsBetween(context: TenantContext, look: Look, bounds: Bounds, from: string, days: number) {
  const { service, staffId, durationMinutes, zone } = look;
  // A day of the visitor may begin on the day before in the business's zone, and end on the day after.
  const wish = { service, staffId, durationMinutes, date: addDays(from, -1), days: days + 2 };
  const { items } = await slotsOf(context, wish, MOST_SLOTS);
  const names = service.type === "class" ? await teachersOf(context, items) : new Map<string, string>();
  const until = addDays(from, days);
  return items
    .filter(({ startTime }) => {
      const at = Date.parse(startTime);
      const date = localDate(at, zone);
      return at >= bounds.notBefore && at <= bounds.notAfter && date >= from && date < until;
    })
    .map((slot) => toPublicSlot(slot, names.get(slot.staffId ?? "")));
}

/** Names of those who give the classes. */
async function teachersOf({ db }: TenantContext, slots: readonly SlotView[]): Promise<Map<string, string>> {
  const ids = [...new Set(slots.flatMap(({ staffId }) => staffId ?? []))];
  if (ids.length === 0) return new Map();
  const people = await db.staffMember.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}

function toPublicSlot(slot: SlotView, staffName: string | undefined): PublicSlot {
  const { startTime, endTime, available, remainingCapacity, occurrenceId } = slot;
  return {
    startTime,
    endTime,
    available,
    remaining: remainingCapacity,
    staffName: staffName ?? null,
    occurrenceId: occurrenceId ?? null,
  };
}
