import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { storeClasses } from "../schedules/store-occurrence";
import { claimAll } from "./allocations";
import { type Requirement, readCalendars, requirementsOf } from "./availability";
import { type Instant, localDate, MINUTE_MS, wallTime } from "./local-time";
import { placesFor } from "./most-people";
import { appointmentRefusal, takenRefusal } from "./refuse-place";
import type { SlotQuestion } from "./slots";
import type { Place, PlaceWish } from "./take-place";
import { whyNot } from "./why-not";

const LONGEST_AGO_MINUTES = 1_440;
const SOONEST_MINUTES = 15;

/** A visit that is noted as it happens, or a day later at most. Throws invalid_input. */
export function requireJustNow(start: Instant, timezone: string): void {
  const minutesAgo = (Date.now() - start) / MINUTE_MS;
  if (minutesAgo <= LONGEST_AGO_MINUTES && minutesAgo >= -SOONEST_MINUTES) return;
  const now = wallTime(Date.now(), timezone);
  const rule = `must be within the last day, or ${SOONEST_MINUTES} minutes from now at most, for walkIn (it is ${now.replace("T", " ")})`;
  throw new OperationError("invalid_input", {
    message: `start: ${rule}`,
    hint: "For a visit that is still to come book without walkIn.",
    details: { field: "start", fields: [{ field: "start", rule, example: now }] },
  });
}

/**
 * Takes the time of an appointment that began already: off the grid, whatever the opening hours, without buffers of its own.
 * Whoever works then is taken before the others. Throws slot_taken when nobody or nothing has that time free.
 */
export async function takeWalkIn(context: TenantContext, wish: PlaceWish): Promise<Place> {
  const { service, start, durationMinutes, holder } = wish;
  const requirements = await requirementsOf(context, wish);
  const date = localDate(start, context.caller.workspace.timezone);
  const { questionOn, classes } = await readCalendars(context, { ...wish, date, days: 1 }, requirements);
  if (requirements.some(({ candidates }) => candidates.length === 0)) {
    throw await appointmentRefusal(context, wish, requirements, questionOn(date));
  }
  await storeClasses(context, classes);
  const times = { start, end: start + durationMinutes * MINUTE_MS, holderType: holder.type, holderId: holder.id };
  const taken: Partial<Record<Requirement["subjectType"], string>> = {};
  for (const [index, { subjectType, candidates }] of requirements.entries()) {
    for (const { id: subjectId, units } of presentFirst(questionOn(date), index, candidates, start)) {
      const places = subjectType === "service" ? placesFor(service, wish.participants) : 1;
      if (!(await claimAll(context, { ...times, subjectType, subjectId, units }, places))) continue;
      taken[subjectType] = subjectId;
      break;
    }
    if (!taken[subjectType]) throw await takenRefusal(context, wish, requirements, subjectType);
  }
  return {
    start,
    end: times.end,
    staffId: taken.staff ?? null,
    resourceId: taken.resource ?? null,
    occurrenceId: null,
  };
}

/** Those who are there at a time by their own hours and absences, before those who are not. */
function presentFirst(
  question: SlotQuestion,
  index: number,
  candidates: Requirement["candidates"],
  start: Instant,
): Requirement["candidates"] {
  const isPresent = ({ id }: { id: string }) => {
    const requirements = [(question.requirements[index] ?? []).filter((bookable) => bookable.id === id)];
    const alone = { ...question, requirements, closures: [], openingHours: null };
    return [undefined, "slotInterval", "buffer"].includes(whyNot(alone, ["staff"], start)?.rule);
  };
  const present = candidates.filter(isPresent);
  return [...present, ...candidates.filter((each) => !present.includes(each))];
}
