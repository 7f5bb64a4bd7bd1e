import { Temporal } from "temporal-polyfill";

/** When a task is due, as stored: the local day, the instant, and whether a time of day was given. */
export interface Due {
  dueDate: Date;
  dueAt: Date;
  hasDueTime: boolean;
}

/**
 * Reads `2026-05-11` (due by the end of that day), `2026-05-11T15:00` (local) or an instant with offset or Z, in the
 * company's time zone. Null when it is none of these, or names a day or time that does not exist.
 */
export function readDue(text: string, timezone: string): Due | null {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const day = Temporal.PlainDate.from(text, { overflow: "reject" });
      // The first instant that is no longer that day, whatever the clocks do at night.
      return due(day, day.add({ days: 1 }).toZonedDateTime(timezone).toInstant(), false);
    }
    const instant = /(Z|[+-]\d{2}:?\d{2})$/.test(text)
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(timezone).toInstant();
    return due(instant.toZonedDateTimeISO(timezone).toPlainDate(), instant, true);
  } catch {
    return null;
  }
}

function due(day: Temporal.PlainDate, instant: Temporal.Instant, hasDueTime: boolean): Due {
  return {
    dueDate: new Date(`${day.toString()}T00:00:00Z`),
    dueAt: new Date(instant.epochMilliseconds),
    hasDueTime,
  };
}

/** The day in the company's zone, `YYYY-MM-DD`. */
export function localDay(timezone: string, now = new Date()): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

/** `2026-05-11T15:00` of an instant in the company's zone. */
export function localTime(instant: Date, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
}

const WEEKDAYS = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" });

/** `Friday` of a local day or time. */
export function weekdayOf(local: string): string {
  return WEEKDAYS.format(new Date(`${local.slice(0, 10)}T00:00:00Z`));
}
