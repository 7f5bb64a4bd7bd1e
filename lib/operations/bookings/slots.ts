import { firstEndingAfter, type Interval, intersect, subtract, union } from "./intervals";
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
  /** Null, or without a weekly one: there whenever the company is open. */
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
  /** Everybody or everything free for one of the requirements, in order; the first is what a booking takes. */
  free(requirement: number): Iterable<string>;
}

/**
 * The intervals of a date that stored windows describe. Windows of the date replace the weekly ones. Whoever has no weekly ones
 * is there all day: a break or one special day says nothing about the others.
 */
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
  const hasWeek = () => windows.some((window) => window.dayOfWeek !== null && window.type === "available");
  // Asked for every person and day of a search, so only what is needed is worked out.
  const wholeDay = () => [{ start: day.startOf(0), end: day.endOf(1_440) }];
  const available = hasOwnHours ? span(dated, "available") : hasWeek() ? span(weekly, "available") : wholeDay();
  return subtract(available, union([...span(weekly, "unavailable"), ...span(dated, "unavailable")]));
}

/** Every possible start on a date, in order. Pure: all times are given. */
export function findSlots(question: SlotQuestion): Slot[] {
  const { rules } = question;
  const day = localDay(question.date, question.timezone);
  const wholeDay = [{ start: day.startOf(0), end: day.endOf(1_440) }];
  const opening = question.openingHours === null ? wholeDay : openIntervals(question.openingHours, day);
  const open = without(opening, question.closures);
  const presence = presenceOn(day, open);
  const requirements = question.requirements.map((list) =>
    list.map(({ id, windows, away, busy }): Candidate => ({ id, busy, free: without(presence(windows), away) })),
  );
  const starts = startsOf(requirements, open, rules);
  const tables = requirements.map((list) => placesAt(starts, list, rules));
  const slots: Slot[] = [];
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0;
    let remaining = tables.length > 0 ? Number.POSITIVE_INFINITY : 1;
    for (const { places } of tables) remaining = Math.min(remaining, places[index] ?? 0);
    if (remaining === 0) continue;
    const end = start + rules.durationMinutes * MINUTE_MS;
    // Listed when asked for: a search shows one name of fifty.
    slots.push({ start, end, remaining, free: (requirement) => namesAt(index, tables[requirement]) });
  }
  return slots;
}

interface Candidate {
  id: string;
  free: readonly Interval[];
  busy: readonly (readonly Interval[])[];
}

/** What is left of unions when some times are taken out of them. */
function without(intervals: readonly Interval[], away: readonly Interval[]): readonly Interval[] {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last || away.length === 0) return intervals;
  const near = away.filter(({ start, end }) => start < last.end && end > first.start);
  return near.length === 0 ? intervals : subtract(intervals, union(near));
}

/** When somebody with given windows is there; people with the very same windows are asked for once. */
function presenceOn(day: LocalDay, open: readonly Interval[]) {
  const known = new Map<readonly Window[], readonly Interval[]>();
  return (windows: readonly Window[] | null): readonly Interval[] => {
    if (windows === null) return open;
    const present = known.get(windows) ?? intersect(open, openIntervals(windows, day));
    known.set(windows, present);
    return present;
  };
}

/** Starts lie on a grid that begins where somebody's free time begins, so a day from 09:10 offers 09:10. */
function startsOf(
  requirements: readonly (readonly Candidate[])[],
  open: readonly Interval[],
  { durationMinutes, stepMinutes, notBefore, notAfter }: SlotRules,
): Float64Array {
  const [leading] = requirements;
  // Of the grids that begin together the longest has every start of the others.
  const grids = new Map<Instant, Instant>();
  for (const free of leading ? leading.map((candidate) => candidate.free) : [open]) {
    for (const { start, end } of free) grids.set(start, Math.max(end, grids.get(start) ?? end));
  }
  const starts: Instant[] = [];
  for (const [start, end] of grids) {
    for (let at = start; at + durationMinutes * MINUTE_MS <= end; at += stepMinutes * MINUTE_MS) {
      if (at >= notBefore && at <= notAfter) starts.push(at);
    }
  }
  return Float64Array.from(grids.size === 1 ? starts : new Set(starts)).sort();
}

/** How many places a list has at each start, and whose they are: a row for each candidate, a column for each start. */
interface Table {
  list: readonly Candidate[];
  units: Uint16Array;
  places: Uint32Array;
}

function placesAt(starts: Float64Array, list: readonly Candidate[], rules: SlotRules): Table {
  const table = { list, units: new Uint16Array(starts.length * list.length), places: new Uint32Array(starts.length) };
  for (let row = 0; row < list.length; row++) countFreeUnits(table, row, starts, rules);
  return table;
}

function* namesAt(column: number, table: Table | undefined): Generator<string> {
  if (!table) return;
  const { list, units, places } = table;
  for (let row = 0; row < list.length; row++) {
    const id = list[row]?.id;
    if (id !== undefined && (units[row * places.length + column] ?? 0) > 0) yield id;
  }
}

/** Free units of a candidate at each start. One walk along the starts and a calendar together: both are sorted. */
function countFreeUnits(
  { list, units, places }: Table,
  row: number,
  starts: Float64Array,
  { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }: SlotRules,
): void {
  const { free, busy } = list[row] ?? { free: [], busy: [] };
  const durationMs = durationMinutes * MINUTE_MS;
  const before = bufferBeforeMinutes * MINUTE_MS;
  const after = durationMs + bufferAfterMinutes * MINUTE_MS;
  for (const unit of busy) {
    let f = 0;
    let b = firstEndingAfter(unit, (starts[0] ?? 0) - before);
    for (let column = 0; column < starts.length; column++) {
      const start = starts[column] ?? 0;
      let here = free[f];
      while (here && here.end <= start) here = free[++f];
      if (!here) break;
      if (here.start > start || here.end < start + durationMs) continue;
      let next = unit[b];
      while (next && next.end <= start - before) next = unit[++b];
      if (next && next.start < start + after) continue;
      const at = row * starts.length + column;
      units[at] = (units[at] ?? 0) + 1;
      places[column] = (places[column] ?? 0) + 1;
    }
  }
}
