"use client";

import Link from "next/link";
import type { MouseEvent } from "react";
import type { Board, Column, PlacedEvent } from "./event";
import { eventStyle } from "./event-style";
import type { useMove, Wish } from "./use-move";

/** Height of a minute. */
export const MINUTE_PX = 0.9;
const LEAST_EVENT_PX = 24;

type Move = ReturnType<typeof useMove>;

type Props = {
  board: Board;
  column: Column;
  index: number;
  events: (PlacedEvent & { isPending?: boolean })[];
  move: Move;
  ghost: { wish: Wish; label: string } | null;
  /** Somebody clicked a free spot at this position. */
  create?: (position: number) => void;
};

const stripes =
  "bg-[repeating-linear-gradient(135deg,var(--sunken),var(--sunken)_6px,var(--line)_6px,var(--line)_7px)]";

function EventBox({
  event,
  index,
  board,
  move,
}: {
  event: PlacedEvent & { isPending?: boolean };
  index: number;
  board: Board;
  move: Move;
}) {
  const { item, from, to, lane, lanes } = event;
  const height = Math.max(LEAST_EVENT_PX, (to - from) * MINUTE_PX - 1);
  const isMoving = move.wish?.event.id === item.id;
  return (
    <li
      className="absolute"
      style={{
        top: (from - board.from) * MINUTE_PX,
        height,
        left: `${(lane / lanes) * 100}%`,
        width: `${100 / lanes}%`,
      }}
    >
      <Link
        href={item.href}
        prefetch={false}
        draggable={false}
        data-event={item.id}
        aria-describedby={item.isMovable ? "calendar-help" : undefined}
        onClick={(click) => move.swallowsClick() && click.preventDefault()}
        onPointerDown={move.onPointerDown(event, index)}
        onPointerMove={move.onPointerMove}
        onPointerUp={move.onPointerUp}
        onKeyDown={move.onKeyDown(event, index)}
        className={`mx-px block h-full overflow-hidden rounded border px-1.5 py-0.5 text-xs leading-tight select-none hover:shadow-float ${eventStyle(item)} ${item.isMovable ? "cursor-grab" : ""} ${isMoving || event.isPending ? "opacity-50" : ""}`}
      >
        <span className="block truncate font-medium">{item.title}</span>
        <span className="block truncate tabular-nums">{item.time}</span>
        <span className="block truncate text-ink-soft">{[item.detail, item.status].filter(Boolean).join(" · ")}</span>
      </Link>
    </li>
  );
}

/** One day, person or room, from the first hour shown to the last. */
export function GridColumn({ board, column, index, events, move, ghost, create }: Props) {
  const top = (position: number) => (Math.max(position, board.from) - board.from) * MINUTE_PX;
  const block = ({ from, to }: { from: number; to: number }) => ({
    top: top(from),
    height: Math.max(0, top(Math.min(to, board.to)) - top(from)),
  });
  const onClick = (click: MouseEvent<HTMLElement>) => {
    if (click.target !== click.currentTarget) return;
    create?.(board.from + (click.clientY - click.currentTarget.getBoundingClientRect().top) / MINUTE_PX);
  };
  const visible = (span: { from: number; to: number }) => span.to > board.from && span.from < board.to;
  return (
    <section aria-label={column.label} className="border-l">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the button "New booking" */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer alone */}
      <div
        data-column={index}
        onClick={onClick}
        className={`relative ${create ? "cursor-cell" : ""}`}
        style={{ height: (board.to - board.from) * MINUTE_PX }}
      >
        {column.closed.filter(visible).map((span) => (
          <p
            key={`${span.from}-${span.to}-${span.label}`}
            className="pointer-events-none absolute inset-x-0 overflow-hidden bg-sunken px-1.5 py-0.5 text-xs text-ink-soft"
            style={block(span)}
          >
            {span.label}
          </p>
        ))}
        {column.gaps.filter(visible).map((gap) => (
          <div
            key={gap.from}
            aria-hidden
            data-gap
            className={`pointer-events-none absolute inset-x-0 ${stripes}`}
            style={block(gap)}
          />
        ))}
        {board.hours.map(
          ({ position }) =>
            position > board.from &&
            position < board.to && (
              <div
                key={position}
                aria-hidden
                className="pointer-events-none absolute inset-x-0 border-t"
                style={{ top: top(position) }}
              />
            ),
        )}
        {column.isToday && board.now !== null && board.now >= board.from && board.now <= board.to && (
          <div
            aria-hidden
            className="pointer-events-none absolute inset-x-0 z-[1] border-t-2 border-vermilion"
            style={{ top: top(board.now) }}
          />
        )}
        <ol className="pointer-events-none absolute inset-0 [&_a]:pointer-events-auto">
          {events.map((event) => (
            <EventBox key={event.item.id} {...{ event, index, board, move }} />
          ))}
        </ol>
        {ghost && (
          <div
            aria-hidden
            data-ghost
            className="pointer-events-none absolute inset-x-0.5 z-[2] overflow-hidden rounded border-2 border-jade bg-surface/90 px-1.5 py-0.5 text-xs shadow-float"
            style={block({ from: ghost.wish.from, to: ghost.wish.from + ghost.wish.length })}
          >
            <span className="block truncate font-medium">{ghost.wish.event.title}</span>
            <span className="block truncate">{ghost.label}</span>
          </div>
        )}
      </div>
    </section>
  );
}
