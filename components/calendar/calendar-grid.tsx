"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { startTransition, useOptimistic, useRef, useState } from "react";
import type { Board, MoveAnswer, Moves, PlacedEvent } from "./event";
import { GridColumn, MINUTE_PX } from "./grid-column";
import { type Confirmed, MoveDialog, type Proposal } from "./move-dialog";
import { momentAt, positionOf } from "./place";
import { useMove, type Wish } from "./use-move";
import { fill, type GridWords, spokenTime, wallClock } from "./words";

type Props = {
  board: Board;
  by: "day" | "staff" | "room";
  words: GridWords;
  locale: string;
  timezone: string;
  /** Distance between possible starts, in minutes. */
  step: number;
  /** Absent for whoever may only look. */
  moves?: Moves;
};

const HOUR_MS = 3_600_000;

/** Days, people or rooms side by side: drag an event or move it with the keys, click a free spot to book it. */
export function CalendarGrid({ board, by, words, locale, timezone, step, moves }: Props) {
  const router = useRouter();
  const frame = useRef<HTMLDivElement>(null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [spoken, setSpoken] = useState("");
  // What was confirmed stands in its new place until the server has said yes, and goes back when it says no.
  const [pending, setPending] = useOptimistic<Wish | null>(null);

  const timeOf = (wish: Wish) => momentAt(board.columns[wish.column]?.segments ?? [], wish.from);
  const sentenceOf = (wish: Wish) => {
    const at = timeOf(wish);
    const column = board.columns[wish.column];
    if (at === null || !column) return words.noSuchTime;
    return fill(words.moving, { title: wish.event.title, time: spokenTime(at, locale, timezone), who: column.label });
  };
  const move = useMove({
    board,
    by,
    step,
    minutePx: MINUTE_PX,
    columns: () => [...(frame.current?.querySelectorAll<HTMLElement>("[data-column]") ?? [])],
    onChange: (wish, how) => {
      if (how === "keys") setSpoken(wish ? sentenceOf(wish) : words.left);
    },
    onDrop: (wish) => {
      const column = board.columns[wish.column];
      const at = timeOf(wish);
      if (column && at !== null) setProposal({ event: wish.event, column, at });
    },
  });
  const back = (id: string) =>
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`)?.focus());
  const close = () => {
    if (proposal) back(proposal.event.id);
    setProposal(null);
    move.setWish(null);
  };

  const send = ({ event, column }: Proposal, confirmed: Confirmed): Promise<MoveAnswer> => {
    if (!moves) return Promise.reject(new Error("may not move"));
    const staffId = confirmed.staffId ?? (by === "staff" ? column.staffId : event.staffId) ?? undefined;
    const resourceId = (by === "room" ? column.resourceId : event.resourceId) ?? undefined;
    const { notifyCustomer, applyTo, start } = confirmed;
    if (!event.schedule) {
      const { version } = event;
      return moves.appointment({
        bookingId: event.id,
        start,
        staffId,
        resourceId,
        notifyCustomer,
        expectedVersion: version,
      });
    }
    const startTime = (confirmed.at === null ? start : wallClock(confirmed.at, timezone)).slice(11, 16);
    const [hour = 0, minute = 0] = startTime.split(":").map(Number);
    const end = hour * 60 + minute + (event.end - event.start) / 60_000;
    const endTime = `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
    const { id: scheduleId, date } = event.schedule;
    return moves.classDate({ scheduleId, date, applyTo, startTime, endTime, staffId, resourceId, notifyCustomer });
  };

  const confirm = (confirmed: Confirmed) => {
    const asked = proposal;
    if (!asked) return;
    const index = board.columns.indexOf(asked.column);
    setProposal(null);
    move.setWish(null);
    startTransition(async () => {
      const from = confirmed.at === null ? null : positionOf(asked.column.segments, confirmed.at);
      const length = (asked.event.end - asked.event.start) / 60_000;
      if (from !== null) setPending({ event: asked.event, column: index, from, length });
      const answer = await send(asked, confirmed).catch(() => ({
        ok: false as const,
        message: words.failed,
        hint: "",
        alternatives: [],
      }));
      if (answer.ok) {
        setSpoken(fill(words.moved, { title: asked.event.title }));
        back(asked.event.id);
        return;
      }
      setSpoken(answer.message);
      setProposal({ ...asked, refusal: answer });
    });
  };

  const create = (column: number) => (position: number) => {
    const target = board.columns[column];
    const at = target && momentAt(target.segments, Math.floor(position / step) * step);
    if (!target || at === null || at === undefined || at < Date.now() - HOUR_MS) return;
    const query = new URLSearchParams({ start: new Date(at).toISOString() });
    if (target.staffId) query.set("staffId", target.staffId);
    router.push(`/bookings/new?${query}`);
  };

  const eventsOf = (index: number): (PlacedEvent & { isPending?: boolean })[] => {
    const own = (board.columns[index]?.events ?? []).filter(({ item }) => item.id !== pending?.event.id);
    if (pending?.column !== index) return own;
    const { event: item, from, length } = pending;
    return [...own, { item, from, to: from + length, lane: 0, lanes: 1, isPending: true }];
  };
  const template = `3.5rem repeat(${board.columns.length}, minmax(${board.columns.length > 3 ? "6.5rem" : "10rem"}, 1fr))`;
  return (
    <div ref={frame}>
      <p id="calendar-help" className="px-4 py-2 text-xs text-ink-soft">
        {moves ? words.help : ""}
      </p>
      <p role="status" className="sr-only" translate="no">
        {spoken}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="overflow-x-auto border-t" aria-label={words.label} tabIndex={0}>
        <div className="grid min-w-max" style={{ gridTemplateColumns: template }} translate="no">
          <div />
          {board.columns.map((column) => (
            <h2
              key={column.id}
              className={`border-b border-l px-2 py-1.5 text-[13px] font-semibold ${column.isToday ? "text-jade" : ""}`}
            >
              {column.href ? (
                <Link
                  href={column.href}
                  prefetch={false}
                  className="hover:underline"
                  aria-current={column.isToday ? "date" : undefined}
                >
                  {column.label}
                </Link>
              ) : (
                column.label
              )}
            </h2>
          ))}
          <div
            aria-hidden
            className="relative text-right text-xs text-ink-soft tabular-nums"
            style={{ height: (board.to - board.from) * MINUTE_PX }}
          >
            {board.hours.map(
              ({ position, label, isRepeated }) =>
                position >= board.from &&
                position < board.to && (
                  <span
                    key={position}
                    className="absolute right-1.5 -translate-y-1/2 first:translate-y-0"
                    style={{ top: (position - board.from) * MINUTE_PX }}
                  >
                    {label}
                    {isRepeated && ` ${words.again}`}
                  </span>
                ),
            )}
          </div>
          {board.columns.map((column, index) => (
            <GridColumn
              key={column.id}
              {...{ board, column, index, move }}
              events={eventsOf(index)}
              ghost={move.wish?.column === index ? { wish: move.wish, label: sentenceOf(move.wish) } : null}
              create={moves ? create(index) : undefined}
            />
          ))}
        </div>
      </section>
      {proposal && (
        <MoveDialog
          key={proposal.refusal ? "again" : "first"}
          {...{ proposal, words, locale, timezone, confirm, close }}
        />
      )}
    </div>
  );
}
