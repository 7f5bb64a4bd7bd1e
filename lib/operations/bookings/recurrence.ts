import { addDays, dayNumber, dayOfWeek } from "./local-time";

/** When a schedule happens, in local dates. */
export interface RecurrenceRule {
  /** First possible date. */
  date: string;
  recurrence: "none" | "daily" | "weekly" | "monthly";
  /** 0 = Monday … 6 = Sunday, as published; only for weekly rules. Empty means the weekday of `date`. */
  byWeekday: readonly number[];
  interval: number;
  /** Last possible date, or null for a rule that never ends. */
  endDate: string | null;
}

/** Whether a rule happens on a date. Rules are asked, never expanded, so one that never ends costs nothing. */
export function happensOn(rule: RecurrenceRule, date: string): boolean {
  if (date < rule.date || (rule.endDate !== null && date > rule.endDate)) return false;
  const days = dayNumber(date) - dayNumber(rule.date);
  switch (rule.recurrence) {
    case "none":
      return days === 0;
    case "daily":
      return days % rule.interval === 0;
    case "weekly": {
      const firstWeekday = mondayFirst(rule.date);
      const weekdays = rule.byWeekday.length > 0 ? rule.byWeekday : [firstWeekday];
      // Weeks are counted from the Monday of the first date, as calendars do.
      const weeks = Math.floor((days + firstWeekday) / 7);
      return weekdays.includes(mondayFirst(date)) && weeks % rule.interval === 0;
    }
    case "monthly":
      // The 31st happens in long months only; it is not moved to another day.
      return date.slice(8) === rule.date.slice(8) && (monthNumber(date) - monthNumber(rule.date)) % rule.interval === 0;
  }
}

/** 0 = Monday … 6 = Sunday. */
function mondayFirst(date: string): number {
  return (dayOfWeek(date) + 6) % 7;
}

function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}

/** Dates of a rule from `from` to `to` inclusive, at most `limit`. */
export function datesBetween(rule: RecurrenceRule, from: string, to: string, limit: number): string[] {
  const dates: string[] = [];
  const start = from > rule.date ? from : rule.date;
  const end = rule.endDate !== null && rule.endDate < to ? rule.endDate : to;
  for (let date = start; date <= end && dates.length < limit; date = addDays(date, 1)) {
    if (happensOn(rule, date)) dates.push(date);
  }
  return dates;
}
