import type { SubjectType } from "./allocations";
import type { Interval } from "./intervals";
import { type Instant, localDay, MINUTE_MS } from "./local-time";
import { type Bookable, findSlots, openIntervals, type SlotQuestion } from "./slots";

/** The rules by which a time of an appointment is not offered, in the words of `details.rule`. */
export const SLOT_RULES = [
  "closed",
  "openingHours",
  "timeOff",
  "break",
  "workingHours",
  "resourceHours",
  "staffTaken",
  "resourceTaken",
  "serviceFull",
  "buffer",
  "slotInterval",
] as const;
export type SlotRule = (typeof SLOT_RULES)[number];

/** Rules that speak of somebody else's booking: the time exists, and it is gone. */
export const isTaken = (rule: SlotRule) => TAKEN.has(rule);
const TAKEN: ReadonlySet<SlotRule> = new Set(["staffTaken", "resourceTaken", "serviceFull", "buffer"]);

/** Why nothing of a kind is free when all are asked: the reason that is nearest to a yes speaks. */
const NEAREST_FIRST = ["buffer", "taken", "break", "timeOff", "hours"] as const;
type Reason = (typeof NEAREST_FIRST)[number];

export interface Blocked {
  rule: SlotRule;
  /** When the company, or the only person or resource asked for, is there on that day. */
  hours?: readonly Interval[];
}

/**
 * Which rule keeps a start of a day from being offered; null when it is offered after all. `kinds` names what each of the
 * question's requirements is. Notice and horizon are not looked at: they are rules about now.
 */
export function whyNot(question: SlotQuestion, kinds: readonly SubjectType[], start: Instant): Blocked | null {
  const { rules, closures, openingHours, requirements } = question;
  const wanted = { start, end: start + rules.durationMinutes * MINUTE_MS };
  const day = localDay(question.date, question.timezone);
  if (closures.some((closure) => overlap(closure, wanted))) return { rule: "closed" };
  const hours = openingHours && openIntervals(openingHours, day);
  if (hours && !covers(hours, wanted)) return { rule: "openingHours", hours };
  for (const [index, list] of requirements.entries()) {
    const reasons = list.map((bookable) => reasonOf(bookable, question, wanted));
    const reason = reasons.includes(null) ? undefined : NEAREST_FIRST.find((each) => reasons.includes(each));
    if (!reason) continue;
    const [only, ...others] = list;
    const own =
      reason === "hours" && only?.windows && others.length === 0 ? openIntervals(only.windows, day) : undefined;
    return { rule: ruleOf(reason, kinds[index] ?? "service"), ...(own ? { hours: own } : {}) };
  }
  return findSlots(question).some((slot) => slot.start === start) ? null : { rule: "slotInterval" };
}

function ruleOf(reason: Reason, kind: SubjectType): SlotRule {
  if (reason === "buffer" || reason === "timeOff") return reason;
  if (kind === "staff") return ({ taken: "staffTaken", break: "break", hours: "workingHours" } as const)[reason];
  if (reason !== "taken") return "resourceHours";
  return kind === "resource" ? "resourceTaken" : "serviceFull";
}

/** Why one person or thing cannot take a time, or null when it can. */
function reasonOf({ windows, away, busy }: Bookable, { rules, ...question }: SlotQuestion, wanted: Interval) {
  const day = localDay(question.date, question.timezone);
  if (away.some((time) => overlap(time, wanted))) return "timeOff";
  if (windows && !covers(openIntervals(windows, day), wanted)) {
    const withoutBreaks = windows.filter(({ type }) => type === "available");
    return covers(openIntervals(withoutBreaks, day), wanted) ? "break" : "hours";
  }
  const buffered = {
    start: wanted.start - rules.bufferBeforeMinutes * MINUTE_MS,
    end: wanted.end + rules.bufferAfterMinutes * MINUTE_MS,
  };
  const isFree = (time: Interval) => busy.some((unit) => !unit.some((taken) => overlap(taken, time)));
  if (isFree(buffered)) return null;
  return isFree(wanted) ? "buffer" : "taken";
}

const overlap = (a: Interval, b: Interval) => a.start < b.end && a.end > b.start;
const covers = (times: readonly Interval[], wanted: Interval) =>
  times.some(({ start, end }) => start <= wanted.start && end >= wanted.end);
