import { dayOfWeek, localDay, minuteOfDay } from "@/lib/operations/bookings/local-time";
import { type Axis, axisOf, type DayAxis, type Gap } from "./axis";
import type { Board, CalendarEvent, Column } from "./event";
import { placed, positionOf } from "./place";

type Window = { dayOfWeek: number | null; date: string | null; startTime: string; endTime: string; type: string };
type Closure = { staffId: string | null; startTime: string; endTime: string; reason: string | null };

/** What stands side by side: a day of everybody, or one person or room of a day. */
export type Head = { id: string; label: string; href?: string; date: string; staffId?: string; resourceId?: string };

export type BoardInput = {
  heads: Head[];
  by: "day" | "staff" | "room";
  events: CalendarEvent[];
  windows: Window[];
  closures: Closure[];
  timezone: string;
  today: string;
  now: number;
  words: { closed: string; away: string; hour: (minute: number) => string };
};

/** Opening spans of a date in wall-clock minutes; null when the company never set any hours. */
function openingOf(date: string, windows: readonly Window[]): { from: number; to: number }[] | null {
  if (windows.length === 0) return null;
  const ofDate = windows.filter((window) => window.date === date && window.type === "available");
  const ofWeek = windows.filter(
    (window) => window.date === null && window.dayOfWeek === dayOfWeek(date) && window.type === "available",
  );
  return (ofDate.length > 0 ? ofDate : ofWeek)
    .map(({ startTime, endTime }) => ({ from: minuteOfDay(startTime) ?? 0, to: minuteOfDay(endTime) ?? 1_440 }))
    .sort((a, b) => a.from - b.from);
}

/** The same spans as positions of the day, and what lies between them. */
function closedHours(day: DayAxis, axis: Axis, { windows, timezone, words }: BoardInput): Column["closed"] {
  const opening = openingOf(day.date, windows);
  if (opening === null) return [];
  const local = localDay(day.date, timezone);
  const open = opening.map(({ from, to }) => ({
    from: positionOf(day.segments, local.startOf(from)) ?? 0,
    to: positionOf(day.segments, local.endOf(to), true) ?? axis.length,
  }));
  const edges = [0, ...open.flatMap(({ from, to }) => [from, to]), axis.length];
  return edges
    .flatMap((from, index) => (index % 2 === 0 ? [{ from, to: edges[index + 1] ?? from, label: words.closed }] : []))
    .filter(({ from, to }) => to > from);
}

function closuresOf(day: DayAxis, head: Head, { closures, words }: BoardInput): Column["closed"] {
  const mine = closures.filter(({ staffId }) => staffId === null || staffId === head.staffId);
  const spans = mine.map((each) => ({ ...each, start: Date.parse(each.startTime), end: Date.parse(each.endTime) }));
  return placed(day.segments, spans).map(({ item, from, to }) => ({
    from,
    to,
    label: item.reason ?? (item.staffId ? words.away : words.closed),
  }));
}

function isOf(head: Head, by: BoardInput["by"], event: CalendarEvent): boolean {
  if (by === "staff") return event.staffId === (head.staffId ?? null);
  if (by === "room") return event.resourceId === (head.resourceId ?? null);
  return true;
}

/** The hours worth showing: from the first opening or event to the last, in whole hours; 8 to 20 on a calendar without any. */
function visibleSpan(axis: Axis, columns: readonly Column[], { windows, heads }: BoardInput): Gap {
  const opening = heads.flatMap(({ date }) => openingOf(date, windows) ?? []);
  const atMinute = (minute: number) =>
    axis.hours.find((mark) => mark.minute >= minute && !mark.isRepeated)?.position ?? axis.length;
  const events = columns.flatMap((column) => column.events);
  const starts = [...opening.map(({ from }) => atMinute(from - 59)), ...events.map(({ from }) => from)];
  const ends = [...opening.map(({ to }) => atMinute(to)), ...events.map(({ to }) => to)];
  if (starts.length === 0) return { from: atMinute(480), to: atMinute(1_200) };
  const first = Math.max(0, Math.min(...starts));
  const last = Math.min(axis.length, Math.max(...ends));
  return {
    from: axis.hours.findLast(({ position }) => position <= first)?.position ?? 0,
    to: axis.hours.find(({ position }) => position >= last)?.position ?? axis.length,
  };
}

/** Lays days, people or rooms side by side on one axis. */
export function boardOf(input: BoardInput): Board {
  const { heads, by, events, timezone, today, now, words } = input;
  const axis = axisOf([...new Set(heads.map(({ date }) => date))], timezone);
  const columns = heads.flatMap((head): Column[] => {
    const day = axis.days.find(({ date }) => date === head.date);
    if (!day) return [];
    return [
      {
        ...head,
        isToday: by === "day" && head.date === today,
        segments: day.segments,
        gaps: day.gaps,
        closed: [...closedHours(day, axis, input), ...closuresOf(day, head, input)],
        events: placed(
          day.segments,
          events.filter((event) => isOf(head, by, event)),
        ),
      },
    ];
  });
  const nowDay = axis.days.find(({ date }) => date === today);
  return {
    ...visibleSpan(axis, columns, input),
    now: nowDay ? positionOf(nowDay.segments, now) : null,
    hours: axis.hours.map(({ position, minute, isRepeated }) => ({ position, label: words.hour(minute), isRepeated })),
    columns,
  };
}
