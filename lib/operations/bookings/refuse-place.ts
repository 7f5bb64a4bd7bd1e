import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { settingsOf } from "../booking-settings/read-settings";
import { closureOver } from "../schedules/without-closed";
import type { SubjectType } from "./allocations";
import type { Requirement } from "./availability";
import type { SlotView } from "./booking";
import { alternatives } from "./find-slots";
import type { Interval } from "./intervals";
import { addDays, dayOfWeek, localDate, MINUTE_MS, wallTime } from "./local-time";
import type { SlotQuestion } from "./slots";
import type { AskedPlace } from "./take-place";
import { freeWords, onePerson, whoIsBooked } from "./who-is-booked";
import { type Blocked, isTaken, type SlotRule, whyNot } from "./why-not";

/** The free times nearest to what was wanted. */
export function nearestTo(context: TenantContext, wish: AskedPlace): Promise<SlotView[]> {
  const { service, start, staffId, resourceId, durationMinutes, participants } = wish;
  return alternatives(context, { service, staffId, resourceId, durationMinutes, participants }, start);
}

/** Notice and horizon hold for classes and appointments alike. Throws not_bookable. */
export async function requireWithinRules(context: TenantContext, wish: AskedPlace): Promise<void> {
  const { minimumNoticeMinutes: minutes, horizonDays: days } = await settingsOf(context);
  const minutesAhead = (wish.start - Date.now()) / MINUTE_MS;
  if (minutesAhead < 0) throw await notBookable(context, wish, "past", "The start lies in the past.");
  if (minutesAhead < minutes) {
    const sentence = `Bookings are made at least ${minutes} minutes ahead.`;
    throw await notBookable(context, wish, "minimumNotice", sentence, { minutes });
  }
  if (minutesAhead > days * 1_440) {
    throw await notBookable(context, wish, "horizon", `Bookings are made at most ${days} days ahead.`, { days });
  }
}

/** Which rule an appointment's start breaks, as the refusal that says so and offers the nearest free times. */
export async function appointmentRefusal(
  context: TenantContext,
  wish: AskedPlace,
  requirements: Requirement[],
  question: SlotQuestion,
): Promise<OperationError> {
  const missing = requirements.find(({ candidates }) => candidates.length === 0);
  if (missing) return missingRefusal(context, wish, missing.subjectType);
  const kinds = requirements.map(({ subjectType }) => subjectType);
  const blocked: Blocked = whyNot(question, kinds, wish.start) ?? { rule: "slotInterval" };
  if (isTaken(blocked.rule)) return taken(context, wish, requirements, blocked.rule);
  if (isAbsent(blocked.rule)) return absent(context, wish, requirements, blocked);
  return notBookable(context, wish, blocked.rule, ...(await sentenceOf(context, wish, blocked)));
}

const ABSENT: readonly SlotRule[] = ["timeOff", "break", "workingHours"];
const isAbsent = (rule: SlotRule) => ABSENT.includes(rule);

/** The refusal for a time at which somebody is not there, with who is. */
async function absent(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
  blocked: Blocked,
): Promise<OperationError> {
  const { staff, freeStaff = [] } = (await onePerson(context, wish, requirements)) ?? {};
  const [sentence, more] = await sentenceOf(context, wish, blocked, staff?.name);
  const names = staff ? { staffName: staff.name, freeStaff } : {};
  const hint = freeStaff.length > 0 ? FREE_HINT : undefined;
  return notBookable(context, wish, blocked.rule, `${sentence}${freeWords(freeStaff)}`, { ...more, ...names }, hint);
}

/** The refusal for a time that somebody took between the look and the claim. */
export function takenRefusal(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
  kind: SubjectType,
): Promise<OperationError> {
  const rule = kind === "staff" ? "staffTaken" : kind === "resource" ? "resourceTaken" : "serviceFull";
  return taken(context, wish, requirements, rule);
}

/** The refusal for a class date on which the company is closed or its teacher away. */
export async function closedClassRefusal(
  context: TenantContext,
  wish: AskedPlace,
  closure: { staffId: string | null; reason: string | null },
): Promise<OperationError> {
  if (closure.staffId === null) {
    const [sentence, more] = closedSentence(closure.reason);
    return notBookable(context, wish, "closed", `The class does not take place: ${sentence}`, more);
  }
  return notBookable(context, wish, "timeOff", "The class does not take place: its teacher is away then.");
}

/** The refusal for a date of a class that needs a room and has none. */
export function roomlessRefusal(context: TenantContext, wish: AskedPlace): Promise<OperationError> {
  const hint =
    "Give the class a room with update_service_schedule (resourceId), or let update_service set requiresResource false.";
  return notBookable(context, wish, "resourceMissing", "This class requires a room and has none.", {}, hint);
}

/** The refusal for a date of a class with too few places left, which says how many those are. */
export async function classFullRefusal(
  context: TenantContext,
  wish: AskedPlace,
  occurrenceId: string,
): Promise<OperationError> {
  const { capacity, taken } = await context.db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrenceId } });
  const remainingCapacity = Math.max(0, capacity - taken);
  const left = `This class has ${countOf(remainingCapacity, "place")} left, ${wish.participants} are wanted.`;
  return new OperationError("class_full", {
    ...(remainingCapacity > 0 ? { message: left, hint: FEW_LEFT_HINT } : {}),
    details: { rule: "classFull", occurrenceId, remainingCapacity, alternatives: await nearestTo(context, wish) },
  });
}

const FEW_LEFT_HINT =
  "Ask the user: fewer participants (at most details.remainingCapacity), one of details.alternatives, or join_waitlist for all of them.";

export async function notBookable(
  context: TenantContext,
  wish: AskedPlace,
  rule: string,
  message: string,
  more: Record<string, unknown> = {},
  hint?: string,
): Promise<OperationError> {
  const details = { rule, ...more, alternatives: await nearestTo(context, wish) };
  return new OperationError("not_bookable", { message, ...(hint ? { hint } : {}), details });
}

const TAKEN: Partial<Record<SlotRule, string>> = {
  staffTaken: "Whoever could do it is booked at this time.",
  resourceTaken: "The room or equipment is taken at this time.",
  serviceFull: "Every place at this time is taken.",
  buffer: "The time before or after another booking that is kept free reaches into this one.",
};

async function taken(
  context: TenantContext,
  wish: AskedPlace,
  requirements: readonly Requirement[],
  rule: SlotRule,
): Promise<OperationError> {
  const who = rule === "staffTaken" ? await whoIsBooked(context, wish, requirements) : null;
  const { sentence = TAKEN[rule] ?? "This time is taken.", ...names } = who ?? {};
  const details = { rule, ...names, alternatives: await nearestTo(context, wish) };
  const hint = who && who.freeStaff.length > 0 ? { hint: FREE_HINT } : {};
  return new OperationError("slot_taken", { message: sentence, ...hint, details });
}

const FREE_HINT =
  "Offer the user somebody of details.freeStaff at this time (as staffId), or one of details.alternatives (nearest first).";

function missingRefusal(context: TenantContext, wish: AskedPlace, kind: SubjectType): Promise<OperationError> {
  const tool = kind === "staff" ? "assign_staff_to_service" : "link_resource_to_service";
  const isNamed = (kind === "staff" ? wish.staffId : wish.resourceId) !== undefined;
  const sentence = isNamed
    ? `The ${kind} that was named does not belong to this service.`
    : `Nobody and nothing fits: the service has no ${kind} for this.`;
  return notBookable(context, wish, `${kind}Missing`, sentence, {}, `Use ${tool} first.`);
}

/** What is said of a rule, with the facts it rests on: hours of the day, the closure's name, the distance of starts. */
async function sentenceOf(
  context: TenantContext,
  wish: AskedPlace,
  { rule, hours }: Blocked,
  name?: string,
): Promise<[string, Record<string, unknown>]> {
  const { timezone } = context.caller.workspace;
  const date = localDate(wish.start, timezone);
  const shown = hours && { hours: hours.map((each) => spanText(each, date, timezone)) };
  switch (rule) {
    case "closed": {
      const end = wish.start + wish.durationMinutes * MINUTE_MS;
      return closedSentence((await closureOver(context, { start: wish.start, end, staffId: null }))?.reason ?? null);
    }
    case "openingHours":
      return [`Outside the opening hours: ${hoursText(shown?.hours, date)}.`, { hours: shown?.hours ?? [] }];
    case "workingHours":
      return [
        `${name ? `${name} does not work then` : "Nobody works then who could do it"}${shown ? `: ${hoursText(shown.hours, date)}` : ""}.`,
        { ...shown },
      ];
    case "resourceHours":
      return [
        `The room or equipment is not available then${shown ? `: ${hoursText(shown.hours, date)}` : ""}.`,
        { ...shown },
      ];
    case "timeOff":
      return [`${name ?? "Whoever could do it"} is away then.`, {}];
    case "break":
      return [`${name ?? "Whoever could do it"} has a break then.`, {}];
    default: {
      const { slotIntervalMinutes: minutes } = await settingsOf(context);
      return [
        `Bookings start every ${minutes} minutes from the beginning of the free time; this start lies between.`,
        { minutes },
      ];
    }
  }
}

function closedSentence(reason: string | null): [string, Record<string, unknown>] {
  return [`Closed then${reason ? `: ${reason}` : ""}.`, { closure: reason }];
}

const WEEKDAYS = ["Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays"] as const;

function hoursText(hours: readonly string[] = [], date: string): string {
  if (hours.length > 0) return `${hours.join(", ")} on ${date}`;
  return `none on ${WEEKDAYS[dayOfWeek(date)] ?? date}`;
}

/** `09:00–21:00`; the end of the day is 24:00. */
function spanText({ start, end }: Interval, date: string, timezone: string): string {
  const [from, to] = [wallTime(start, timezone), wallTime(end, timezone)];
  return `${from.slice(11)}–${to.startsWith(addDays(date, 1)) ? "24:00" : to.slice(11)}`;
}
