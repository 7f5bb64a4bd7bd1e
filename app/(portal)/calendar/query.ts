import { addDays, dayOfWeek, localDate, plainDate } from "@/lib/operations/bookings/local-time";

export const VIEWS = ["week", "day", "staff", "rooms", "list"] as const;
export type View = (typeof VIEWS)[number];

export type CalendarQuery = { view: View; date: string; staffId?: string; today: string };

function isDay(text: string | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    plainDate(text);
    return true;
  } catch {
    return false;
  }
}

/** What an address asks for; anything that makes no sense falls back to this week. */
export function readQuery(query: Record<string, string | undefined>, timezone: string): CalendarQuery {
  const today = localDate(Date.now(), timezone);
  return {
    today,
    view: VIEWS.find((view) => view === query.view) ?? "week",
    date: isDay(query.date) ? query.date : today,
    ...(query.staffId ? { staffId: query.staffId.slice(0, 64) } : {}),
  };
}

/** The local days that a view shows: a week from Monday, or one day. */
export function daysOf({ view, date }: CalendarQuery): string[] {
  if (view !== "week" && view !== "list") return [date];
  const monday = addDays(date, -((dayOfWeek(date) + 6) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The address of a view. */
export function calendarHref({ view, date, staffId }: Pick<CalendarQuery, "view" | "date" | "staffId">): string {
  return `/calendar?${new URLSearchParams({ view, date, ...(staffId ? { staffId } : {}) })}`;
}
