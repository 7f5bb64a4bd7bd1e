import Link from "next/link";
import type { CalendarEvent } from "./event";
import { eventStyle } from "./event-style";

export type AgendaDay = { date: string; label: string; isToday: boolean; notes: string[]; events: CalendarEvent[] };

/** The days as a list: what narrow screens show, and what is left of a calendar without any script or style. */
export function Agenda({ days, nothing, className }: { days: AgendaDay[]; nothing: string; className?: string }) {
  return (
    <div className={className}>
      {days.map(({ date, label, isToday, notes, events }) => (
        <section key={date} aria-label={label} className="border-b px-4 py-3 last:border-0">
          <h2 translate="no" className={`text-[13px] font-semibold ${isToday ? "text-jade" : ""}`}>
            {label}
          </h2>
          {notes.map((note) => (
            <p key={note} className="mt-1 text-[13px] text-ink-soft" translate="no">
              {note}
            </p>
          ))}
          {events.length === 0 ? (
            <p className="mt-1 text-[13px] text-ink-faint">{nothing}</p>
          ) : (
            <ol className="mt-2 grid gap-1.5">
              {events.map((event) => (
                <li key={event.id} translate="no">
                  <Link
                    href={event.href}
                    prefetch={false}
                    className={`grid grid-cols-[6.5rem_1fr] gap-2 rounded-md border px-2.5 py-2 text-[13px] hover:bg-hover ${eventStyle(event)}`}
                  >
                    <span className="tabular-nums">{event.time}</span>
                    <span className="min-w-0">
                      <span className="block font-medium break-words">{event.title}</span>
                      <span className="block text-xs text-ink-soft">
                        {[event.detail, event.status].filter(Boolean).join(" · ")}
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}
