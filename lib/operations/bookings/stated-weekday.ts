const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const STATED = /^([A-Za-z]{3,9})\.?,?\s+(?=\d)/;

/** A date or time as people say it, with its weekday (0 = Sunday) apart: `"Tuesday 2026-05-12"`; answers write them so. */
export function takeWeekday(text: string): { weekday: number | undefined; rest: string } {
  const [prefix = "", name = ""] = STATED.exec(text.trim()) ?? [];
  const weekday = WEEKDAYS.findIndex((day) => day === name.toLowerCase() || day.slice(0, 3) === name.toLowerCase());
  return weekday < 0 ? { weekday: undefined, rest: text } : { weekday, rest: text.trim().slice(prefix.length) };
}
