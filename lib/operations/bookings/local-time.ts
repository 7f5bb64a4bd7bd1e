import { Temporal } from "temporal-polyfill";

/** An instant in milliseconds since 1970 UTC; the slot engine counts in these. */
export type Instant = number;

export const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** `"2026-03-29"` as a plain date. Throws RangeError when there is no such day. */
export function plainDate(date: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(date, { overflow: "reject" });
}

/** Days since 1970 of a date; dates are counted in whole numbers because calendars ask for thousands of them. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** 0 = Sunday … 6 = Saturday, as `dayOfWeek` counts on the wire. */
export function dayOfWeek(date: string): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** The date `days` after another. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** `"09:30"` → 570; `"24:00"` is the end of the day. Null when it is no time. */
export function minuteOfDay(time: string): number | null {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= DAY_MINUTES ? minute : null;
}

/** 570 → `"09:30"`. */
export function timeOfMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** One local day: turns its wall-clock minutes into instants. */
export interface LocalDay {
  date: string;
  /** When a wall-clock minute begins. In the hour that clocks skip: the moment they skip. In the hour they repeat: the first. */
  startOf(minute: number): Instant;
  /** When a span that ends at a wall-clock minute ends. In a repeated hour: the second time it is that late. */
  endOf(minute: number): Instant;
}

/** The day frame of a date in a zone. Days without a clock change (363 of 365) cost no conversion once their zone is known. */
export function localDay(date: string, timezone: string): LocalDay {
  const asUtc = dayNumber(date) * DAY_MS;
  const offsets = [asUtc - DAY_MS, asUtc, asUtc + DAY_MS].map((at) => wholeDayOffset(at, timezone));
  const [offset] = offsets;
  if (offset !== undefined && offset !== null && offsets.every((each) => each === offset)) {
    const at = (minute: number) => asUtc - offset + minute * MINUTE_MS;
    return { date, startOf: at, endOf: at };
  }
  const day = plainDate(date);
  const midnight = day.toZonedDateTime(timezone);
  const next = day.add({ days: 1 }).toZonedDateTime(timezone);
  const isPlain =
    midnight.hour === 0 &&
    midnight.minute === 0 &&
    midnight.offsetNanoseconds === next.offsetNanoseconds &&
    next.epochMilliseconds - midnight.epochMilliseconds === DAY_MINUTES * MINUTE_MS;
  if (isPlain) {
    const at = (minute: number) => midnight.epochMilliseconds + minute * MINUTE_MS;
    return { date, startOf: at, endOf: at };
  }
  return {
    date,
    startOf: (minute) => wallClock(day, minute, timezone, "earlier"),
    endOf: (minute) => wallClock(day, minute, timezone, "later"),
  };
}

function wallClock(day: Temporal.PlainDate, minute: number, timezone: string, side: "earlier" | "later"): Instant {
  const local = day.toPlainDateTime().add({ minutes: minute });
  const zoned = local.toZonedDateTime(timezone, { disambiguation: side });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  // The clocks skip this minute; every skipped minute is the moment of the change. Only what lies before it surely does: read
  // by the later rule, the first missing minute is the change itself, and its "previous" one was half a year ago.
  const before = local.toZonedDateTime(timezone, { disambiguation: "earlier" });
  return before.getTimeZoneTransition("next")?.epochMilliseconds ?? zoned.epochMilliseconds;
}

/** Why a local time names no single instant. */
export type LocalTimeProblem = "skipped" | "repeated";

/**
 * The instant of an exact local time. `"skipped"` when clocks jump over it, `"repeated"` when it happens twice: a booking
 * must not guess, so the caller has to name the instant.
 */
export function exactInstant(local: string, timezone: string): Instant | LocalTimeProblem {
  const plain = Temporal.PlainDateTime.from(local, { overflow: "reject" });
  const earlier = plain.toZonedDateTime(timezone, { disambiguation: "earlier" });
  const later = plain.toZonedDateTime(timezone, { disambiguation: "later" });
  if (!earlier.toPlainDateTime().equals(plain)) return "skipped";
  return earlier.epochMilliseconds === later.epochMilliseconds ? earlier.epochMilliseconds : "repeated";
}

/** The wall clock of an instant: `2026-05-11T20:15` in the zone. */
export function wallTime(at: Instant, timezone: string): string {
  return new Date(at + offsetAt(at, timezone)).toISOString().slice(0, 16);
}

const MOST_KNOWN_DAYS = 20_000;

/** Offset of each UTC day that has only one, by zone and day: asking the calendar for every slot takes seconds. */
const knownOffsets = new Map<string, number | null>();

function offsetAt(at: Instant, timezone: string): number {
  return wholeDayOffset(at, timezone) ?? calendarOffset(at, timezone);
}

/** The offset of the UTC day around an instant, or null when the clocks change in it. */
function wholeDayOffset(at: Instant, timezone: string): number | null {
  const day = Math.floor(at / DAY_MS);
  const key = `${timezone} ${day}`;
  let offset = knownOffsets.get(key);
  if (offset === undefined) {
    const first = calendarOffset(day * DAY_MS, timezone);
    offset = first === calendarOffset((day + 1) * DAY_MS, timezone) ? first : null;
    if (knownOffsets.size >= MOST_KNOWN_DAYS) knownOffsets.clear();
    knownOffsets.set(key, offset);
  }
  return offset;
}

function calendarOffset(at: Instant, timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6;
}

/** The local date of an instant. */
export function localDate(at: Instant, timezone: string): string {
  return wallTime(at, timezone).slice(0, 10);
}
