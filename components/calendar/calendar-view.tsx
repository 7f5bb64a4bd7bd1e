import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Agenda, type AgendaDay } from "./agenda";
import { boardOf, type Head } from "./board";
import { CalendarGrid } from "./calendar-grid";
import type { Moves } from "./event";
import { type CalendarData, type EventWords, eventsOf } from "./events";
import type { GridWords } from "./words";

type Closure = { staffId: string | null; startTime: string; endTime: string; reason: string | null };
type Window = { dayOfWeek: number | null; date: string | null; startTime: string; endTime: string; type: string };
type View = "week" | "day" | "staff" | "rooms" | "list";

export type CalendarProps = {
  view: View;
  days: string[];
  today: string;
  now: number;
  timezone: string;
  step: number;
  data: CalendarData & { closures: Closure[] };
  windows: Window[];
  staff: { id: string; name: string }[];
  rooms: { id: string; name: string }[];
  hasServices: boolean;
  views: { view: View; href: string }[];
  hrefs: { previous: string; today: string; next: string; day: (date: string) => string };
  filter: { staffId?: string; view: View; date: string };
  moves?: Moves;
};

const GRID_WORDS = [
  "label",
  "help",
  "nobody",
  "again",
  "create",
  "moving",
  "noSuchTime",
  "left",
  "moved",
  "dialog",
  "newStart",
  "newTime",
  "who",
  "room",
  "notify",
  "applyTo",
  "this",
  "following",
  "all",
  "move",
  "cancel",
  "refused",
  "nearest",
  "failed",
] as const satisfies (keyof GridWords)[];

/** The sentences of the grid; those with places travel as they stand in the message file. */
function useGridWords(): GridWords {
  const t = useTranslations("calendar.grid");
  return Object.fromEntries(GRID_WORDS.map((key) => [key, t.raw(key) as string])) as GridWords;
}

/** How this calendar says days, hours and statuses. */
function useWords(timezone: string) {
  const t = useTranslations("calendar");
  const statuses = useTranslations("bookings.status");
  const format = useFormatter();
  const day = (date: string) => new Date(`${date}T12:00:00Z`);
  return {
    day: (date: string) =>
      format.dateTime(day(date), { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }),
    span: (from: string, to: string) =>
      from === to
        ? format.dateTime(day(from), { timeZone: "UTC", dateStyle: "full" })
        : format.dateTimeRange(day(from), day(to), { timeZone: "UTC", dateStyle: "long" }),
    hour: (minute: number) =>
      format.dateTime(new Date(minute * 60_000), {
        timeZone: "UTC",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }),
    event: {
      range: (start: number, end: number) =>
        format.dateTimeRange(new Date(start), new Date(end), {
          timeZone: timezone,
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        }),
      status: (status: Parameters<EventWords["status"]>[0]) => statuses(status),
      here: t("here"),
      hereLate: t("hereLate"),
      places: (taken: number, capacity: number) => t("places", { taken, capacity }),
      waiting: (count: number) => t("waiting", { count }),
    },
  };
}

function headsOf(
  { view, days, staff, rooms, hrefs }: CalendarProps,
  label: (date: string) => string,
  nobody: string,
): Head[] {
  const [date = ""] = days;
  if (view === "staff") {
    const people = staff.map(({ id, name }) => ({ id, label: name, href: `/staff/${id}`, date, staffId: id }));
    return [...people, { id: "nobody", label: nobody, date }];
  }
  if (view === "rooms") {
    const places = rooms.map(({ id, name }) => ({ id, label: name, href: `/resources/${id}`, date, resourceId: id }));
    return [...places, { id: "nobody", label: nobody, date }];
  }
  return days.map((each) => ({ id: each, label: label(each), href: hrefs.day(each), date: each }));
}

function Toolbar({ props, title }: { props: CalendarProps; title: string }) {
  const t = useTranslations("calendar");
  const { view, views, hrefs, staff, filter, timezone, now } = props;
  const plain = buttonStyle({ size: "small" });
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-3">
      <Link href={hrefs.previous} className={plain} aria-label={t("previous")} prefetch={false}>
        <ChevronLeft aria-hidden />
      </Link>
      <Link href={hrefs.today} className={plain} prefetch={false}>
        {t("today")}
      </Link>
      <Link href={hrefs.next} className={plain} aria-label={t("next")} prefetch={false}>
        <ChevronRight aria-hidden />
      </Link>
      <p className="mr-auto px-1" translate="no">
        <span className="block text-[15px] font-semibold">{title}</span>
        <span className="block text-xs text-ink-soft">
          {timezone} ({offsetOf(timezone, now)})
        </span>
      </p>
      {staff.length > 1 && view !== "staff" && (
        <form action="/calendar" className="flex items-center gap-1.5">
          <input type="hidden" name="view" value={filter.view} />
          <input type="hidden" name="date" value={filter.date} />
          <select
            key={filter.staffId}
            name="staffId"
            aria-label={t("who")}
            defaultValue={filter.staffId ?? ""}
            className="h-7 max-w-40 rounded-md border border-line-strong bg-surface px-1.5 text-[13px]"
          >
            <option value="">{t("everybody")}</option>
            {staff.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <button type="submit" className={plain}>
            {t("show")}
          </button>
        </form>
      )}
      <nav aria-label={t("views")} className="flex flex-wrap gap-1">
        {views.map((each) => (
          <Link
            key={each.view}
            href={each.href}
            prefetch={false}
            aria-current={each.view === view ? "page" : undefined}
            className={`${buttonStyle({ tone: "quiet", size: "small" })} aria-[current]:bg-hover aria-[current]:text-ink`}
          >
            {t(`view.${each.view}`)}
          </Link>
        ))}
      </nav>
    </div>
  );
}

/** `GMT+8` */
function offsetOf(timezone: string, at: number): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "shortOffset" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** A day, a week, or the people or rooms of a day; a list on narrow screens. */
export function CalendarView(props: CalendarProps) {
  const { view, days, today, now, timezone, step, data, windows, hasServices, moves } = props;
  const t = useTranslations("calendar");
  const words = useWords(timezone);
  const gridWords = useGridWords();
  const locale = useLocale();
  const events = eventsOf(data, words.event, moves !== undefined, now);
  const by = view === "staff" ? "staff" : view === "rooms" ? "room" : "day";
  const heads = headsOf(props, words.day, gridWords.nobody);
  const closed = { closed: t("closed"), away: t("away") };
  const board = boardOf({
    ...{ heads, by, events, windows, timezone, today, now },
    closures: data.closures,
    words: { ...closed, hour: words.hour },
  });
  const dayBoard =
    by === "day"
      ? board
      : boardOf({
          ...{ by: "day", events, windows, timezone, today, now },
          heads: days.map((date) => ({ id: date, label: words.day(date), date })),
          closures: data.closures,
          words: { ...closed, hour: words.hour },
        });
  const agenda: AgendaDay[] = dayBoard.columns.map((column) => ({
    date: column.date,
    label: column.label,
    isToday: column.isToday,
    notes: data.closures
      .filter(({ startTime, endTime }) => isWithin(column.segments, Date.parse(startTime), Date.parse(endTime)))
      .map(({ reason, staffId }) => {
        const name = props.staff.find(({ id }) => id === staffId)?.name;
        return [name, reason ?? (staffId ? t("away") : t("closed"))].filter(Boolean).join(" · ");
      }),
    events: column.events.map(({ item }) => item).sort((a, b) => a.start - b.start),
  }));
  return (
    <Card>
      <Toolbar props={props} title={words.span(days[0] ?? "", days.at(-1) ?? "")} />
      {!hasServices && (
        <div className="border-t">
          <EmptyState
            title={t("emptyTitle")}
            sentence={t("emptySentence")}
            action={<ButtonLink href="/services/new">{t("emptyAction")}</ButtonLink>}
          >
            {t("emptyBody")}
          </EmptyState>
        </div>
      )}
      <Agenda days={agenda} nothing={t("nothing")} className={`border-t ${view === "list" ? "" : "md:hidden"}`} />
      {view !== "list" && (
        <div className="hidden md:block">
          <CalendarGrid {...{ board, by, locale, timezone, step, moves }} words={gridWords} />
        </div>
      )}
    </Card>
  );
}

function isWithin(segments: { at: number; from: number; to: number }[], start: number, end: number): boolean {
  return segments.some(({ at, from, to }) => start < at + (to - from) * 60_000 && end > at);
}
