import { type Interval, intersect, overlapsAny, subtract, union } from "./intervals";
import { dayOfWeek, type Instant, type LocalDay, localDay, MINUTE_MS } from "./local-time";

/** A window of availability as it is stored: weekly (dayOfWeek) or of one date. */
export interface Window {
  dayOfWeek: number | null;
  date: string | null;
  startMinute: number;
  endMinute: number;
  type: "available" | "unavailable";
}

/** Something a booking occupies: a person, or a resource or service with several places. */
export interface Bookable {
  id: string;
  /** Places that can be taken at the same time. */
  units: number;
  /** Null: there whenever the company is open. */
  windows: readonly Window[] | null;
  /** Times away, whatever the windows say. */
  away: readonly Interval[];
  /** Times taken on each unit, buffers included; unit 1 first. */
  busy: readonly (readonly Interval[])[];
}

export interface SlotRules {
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** Distance between two possible starts. */
  stepMinutes: number;
  /** No slot starts before (now plus the minimum notice). */
  notBefore: Instant;
  /** No slot starts after (the booking horizon). */
  notAfter: Instant;
}

export interface SlotQuestion {
  date: string;
  timezone: string;
  rules: SlotRules;
  /** The company's opening hours; null when it never set any. */
  openingHours: readonly Window[] | null;
  /** Times the company is closed. */
  closures: readonly Interval[];
  /** One of each list must be free: qualified staff, fitting resources, or the service itself. Empty lists are not asked for. */
  requirements: readonly (readonly Bookable[])[];
}

export interface Slot {
  start: Instant;
  end: Instant;
  /** How many bookings can still begin here: the scarcest requirement's free places. */
  remaining: number;
  /** Everything free of each requirement, in their order; the first of each is what a booking takes. */
  free: readonly (readonly string[])[];
}

/** The intervals of a date that stored windows describe. Windows of the date replace the weekly ones. */
export function openIntervals(windows: readonly Window[], day: LocalDay): Interval[] {
  const weekday = dayOfWeek(day.date);
  const dated = windows.filter((window) => window.date === day.date);
  const weekly = windows.filter((window) => window.dayOfWeek === weekday);
  const span = (list: readonly Window[], type: Window["type"]) =>
    union(
      list
        .filter((window) => window.type === type)
        .map((window) => ({ start: day.startOf(window.startMinute), end: day.endOf(window.endMinute) })),
    );
  const hasOwnHours = dated.some(({ type }) => type === "available");
  const available = span(hasOwnHours ? dated : weekly, "available");
  return subtract(available, union([...span(weekly, "unavailable"), ...span(dated, "unavailable")]));
}

/** Every possible start on a date, in order. Pure: all times are given. */
export function findSlots(question: SlotQuestion): Slot[] {
  const { rules } = question;
  const day = localDay(question.date, question.timezone);
  const wholeDay = [{ start: day.startOf(0), end: day.endOf(1_440) }];
  const opening = question.openingHours === null ? wholeDay : openIntervals(question.openingHours, day);
  const open = subtract(opening, union(question.closures));
  const requirements = question.requirements.map((list) => list.map((bookable) => toCandidate(bookable, open, day)));
  const starts = startsOf(requirements, open, rules);
  return starts.flatMap((start) => {
    const slot = slotAt(start, requirements, rules);
    return slot ? [slot] : [];
  });
}

interface Candidate {
  id: string;
  free: Interval[];
  busy: readonly (readonly Interval[])[];
}

function toCandidate(bookable: Bookable, open: Interval[], day: LocalDay): Candidate {
  const present = bookable.windows === null ? open : intersect(open, openIntervals(bookable.windows, day));
  return { id: bookable.id, free: subtract(present, union(bookable.away)), busy: bookable.busy };
}

/** Starts lie on a grid that begins where somebody's free time begins, so a day from 09:10 offers 09:10. */
function startsOf(requirements: readonly (readonly Candidate[])[], open: Interval[], rules: SlotRules): Instant[] {
  const [leading] = requirements;
  const grids = leading ? leading.flatMap(({ free }) => free) : open;
  const starts = new Set<Instant>();
  const durationMs = rules.durationMinutes * MINUTE_MS;
  for (const { start, end } of grids) {
    for (let at = start; at + durationMs <= end; at += rules.stepMinutes * MINUTE_MS) {
      if (at >= rules.notBefore && at <= rules.notAfter) starts.add(at);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

function slotAt(start: Instant, requirements: readonly (readonly Candidate[])[], rules: SlotRules): Slot | undefined {
  const end = start + rules.durationMinutes * MINUTE_MS;
  const takenFrom = start - rules.bufferBeforeMinutes * MINUTE_MS;
  const takenTo = end + rules.bufferAfterMinutes * MINUTE_MS;
  const free: string[][] = [];
  let remaining = Number.POSITIVE_INFINITY;
  for (const list of requirements) {
    let places = 0;
    const ids: string[] = [];
    for (const candidate of list) {
      const isPresent = candidate.free.some((interval) => interval.start <= start && interval.end >= end);
      const units = isPresent ? candidate.busy.filter((unit) => !overlapsAny(unit, takenFrom, takenTo)).length : 0;
      if (units > 0) ids.push(candidate.id);
      places += units;
    }
    if (ids.length === 0) return undefined;
    free.push(ids);
    remaining = Math.min(remaining, places);
  }
  return { start, end, remaining: Number.isFinite(remaining) ? remaining : 1, free };
}
