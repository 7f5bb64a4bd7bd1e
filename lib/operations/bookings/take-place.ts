import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import { storeClasses, storeOccurrence } from "../schedules/store-occurrence";
import { closureOver } from "../schedules/without-closed";
import { findStaff } from "../staff/find-staff";
import { claim, claimAll, endClassHolds } from "./allocations";
import { type BookableService, type Requirement, readCalendars, requirementsOf } from "./availability";
import { addDays, type Instant, localDate, MINUTE_MS } from "./local-time";
import { placesFor } from "./most-people";
import {
  appointmentRefusal,
  classFullRefusal,
  closedClassRefusal,
  nearestTo,
  notBookable,
  requireWithinRules,
  roomlessRefusal,
  takenRefusal,
} from "./refuse-place";
import { findSlots } from "./slots";
import { takeWalkIn } from "./walk-in";

/** A place as somebody asks for it. */
export interface AskedPlace {
  service: BookableService & { type: string; name: string };
  start: Instant;
  durationMinutes: number;
  participants: number;
  staffId?: string | undefined;
  resourceId?: string | undefined;
}

export interface PlaceWish extends AskedPlace {
  /** People and things that are taken before others when they are free. */
  preferred?: readonly (string | null)[];
  /** A visit that began already: notice, horizon, hours and the grid of starts are for times to come. */
  isWalkIn?: boolean;
  /** Who takes the place: the booking's or the hold's id. */
  holder: { type: "booking" | "hold"; id: string; lifeSeconds?: number; addOnIds?: readonly string[] };
}

/** What a booking got: its time, people and things. */
export interface Place {
  start: Instant;
  end: Instant;
  staffId: string | null;
  resourceId: string | null;
  occurrenceId: string | null;
}

/** Takes a place for a booking, or throws slot_taken, class_full or not_bookable with details.rule and the nearest free times. */
export async function takePlace(context: TenantContext, wish: PlaceWish): Promise<Place> {
  if (wish.service.type === "class") return takeClassPlace(context, wish);
  return wish.isWalkIn ? takeWalkIn(context, wish) : takeAppointment(context, wish);
}

async function takeAppointment(context: TenantContext, wish: PlaceWish): Promise<Place> {
  const { timezone } = context.caller.workspace;
  const { service, start, holder } = wish;
  const requirements = await requirementsOf(context, wish);
  await requireWithinRules(context, wish);
  const date = localDate(start, timezone);
  const { questionOn, classes } = await readCalendars(context, { ...wish, date, days: 1 }, requirements);
  const question = questionOn(date);
  const slot = findSlots(question).find((each) => each.start === start);
  if (!slot) throw await appointmentRefusal(context, wish, requirements, question);
  const places = placesFor(service, wish.participants);
  await storeClasses(context, classes);
  const times = {
    start: start - service.bufferBeforeMinutes * MINUTE_MS,
    end: slot.end + service.bufferAfterMinutes * MINUTE_MS,
    holderType: holder.type,
    holderId: holder.id,
    lifeSeconds: holder.lifeSeconds,
    addOnIds: holder.addOnIds,
  };
  const taken: Partial<Record<Requirement["subjectType"], string>> = {};
  for (const [index, { subjectType, candidates }] of requirements.entries()) {
    for (const subjectId of preferredFirst([...slot.free(index)], wish.preferred)) {
      const units = candidates.find(({ id }) => id === subjectId)?.units ?? 1;
      const wanted = { ...times, subjectType, subjectId, units };
      if (await claimAll(context, wanted, subjectType === "service" ? places : 1)) {
        taken[subjectType] = subjectId;
        break;
      }
    }
    // Somebody was faster between our look and our claim, or there are fewer places than people.
    if (!taken[subjectType]) throw await takenRefusal(context, wish, requirements, subjectType);
  }
  return { start, end: slot.end, staffId: taken.staff ?? null, resourceId: taken.resource ?? null, occurrenceId: null };
}

function preferredFirst(ids: readonly string[], preferred: PlaceWish["preferred"]): readonly string[] {
  const first = ids.find((id) => preferred?.includes(id));
  return first === undefined ? ids : [first, ...ids.filter((id) => id !== first)];
}

async function takeClassPlace(context: TenantContext, wish: PlaceWish): Promise<Place> {
  const { timezone } = context.caller.workspace;
  const date = localDate(wish.start, timezone);
  if (!wish.isWalkIn) await requireWithinRules(context, wish);
  await endClassHolds(context.db);
  const all = await occurrencesBetween(context, {
    from: addDays(date, -1),
    to: addDays(date, 1),
    serviceId: wish.service.id,
  });
  const staffId = wish.staffId ? (await findStaff(context, wish.staffId)).id : undefined;
  const found = all.find((each) => each.start === wish.start && (!staffId || each.staffId === staffId));
  if (!found) throw await notBookable(context, wish, "schedule", "There is no class at this time.");
  if (wish.service.requiresResource && !found.resourceId) throw await roomlessRefusal(context, wish);
  const closure = await closureOver(context, found);
  if (closure) throw await closedClassRefusal(context, wish, closure);
  await storeOccurrence(context, found, () => nearestTo(context, wish));
  // Looked at first, because taking a place waits for everybody who is taking one.
  if (found.taken + wish.participants > found.capacity || !(await seat(context, found, wish.participants))) {
    throw await classFullRefusal(context, wish, found.id);
  }
  if (wish.holder.type === "hold") await holdSeats(context, wish, found);
  return {
    start: found.start,
    end: found.end,
    staffId: found.staffId,
    resourceId: found.resourceId,
    occurrenceId: found.id,
  };
}

/** Takes places of a class in one statement; the row's lock makes parallel bookings queue up. */
export async function seat({ db }: TenantContext, { id }: { id: string }, participants: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    UPDATE schedule_occurrences SET taken = taken + ${participants}
    WHERE id = ${id} AND status = 'active' AND taken + ${participants} <= capacity`;
  return taken === 1;
}

/** Remembers for each seat that was taken whose hold it is, and until when. */
async function holdSeats(
  context: TenantContext,
  { holder, participants }: PlaceWish,
  found: Occurrence,
): Promise<void> {
  const { start, end, id: subjectId, capacity: units } = found;
  const { id: holderId, lifeSeconds = 600, addOnIds } = holder;
  for (let seat = 0; seat < participants; seat++) {
    const wanted = { subjectType: "class" as const, subjectId, units, start, end };
    await claim(context, { ...wanted, holderType: "hold", holderId, lifeSeconds, addOnIds });
  }
}

/** Gives places of a class back. */
export async function unseat({ db }: TenantContext, occurrenceId: string, participants: number): Promise<void> {
  await db.$executeRaw`
    UPDATE schedule_occurrences SET taken = greatest(0, taken - ${participants}) WHERE id = ${occurrenceId}`;
}
