"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Board, CalendarEvent, PlacedEvent } from "./event";
import { momentAt } from "./place";

/** Where an event would go: a column and the position of its start, in minutes from the top of the day. */
export type Wish = { event: CalendarEvent; column: number; from: number; length: number };

const FIRST_MOVE_PX = 4;

type Grab = { wish: Wish; origin: Wish; offset: number; x: number; y: number; isDragging: boolean };

type Options = {
  board: Board;
  by: "day" | "staff" | "room";
  step: number;
  minutePx: number;
  /** The element that holds the columns, to find the one under the pointer. */
  columns: () => HTMLElement[];
  /** Somebody let go, or pressed Enter. */
  onDrop: (wish: Wish) => void;
  /** Says aloud where the event stands now. */
  onChange: (wish: Wish | null, how: "pointer" | "keys") => void;
};

/** Moving events with the pointer or with the keys. Nothing changes until the wish was confirmed. */
export function useMove({ board, by, step, minutePx, columns, onDrop, onChange }: Options) {
  const [wish, setWish] = useState<Wish | null>(null);
  const grab = useRef<Grab>(undefined);
  const wasDragged = useRef(false);

  const set = (next: Wish | null, how: "pointer" | "keys") => {
    setWish(next);
    onChange(next, how);
  };
  const fits = ({ event, column, from, length }: Wish, origin: number) => {
    const target = board.columns[column];
    // A class keeps its day: its rule says on which days it happens.
    if (!target || (event.kind === "class" && by === "day" && column !== origin)) return false;
    return from >= board.from && from + length <= board.to && momentAt(target.segments, from) !== null;
  };
  const start = (event: PlacedEvent, column: number): Wish => ({
    event: event.item,
    column,
    from: event.from,
    length: event.to - event.from,
  });

  const onPointerDown = (placed: PlacedEvent, column: number) => (pointer: PointerEvent<HTMLElement>) => {
    wasDragged.current = false;
    // A finger scrolls; it opens the booking instead, which can be moved there.
    if (!placed.item.isMovable || pointer.button !== 0 || pointer.pointerType === "touch") return;
    const wished = start(placed, column);
    const top = pointer.currentTarget.getBoundingClientRect().top;
    const offset = (pointer.clientY - top) / minutePx;
    grab.current = { wish: wished, origin: wished, offset, x: pointer.clientX, y: pointer.clientY, isDragging: false };
    pointer.currentTarget.setPointerCapture(pointer.pointerId);
  };
  const onPointerMove = (pointer: PointerEvent<HTMLElement>) => {
    const held = grab.current;
    if (!held) return;
    const distance = Math.hypot(pointer.clientX - held.x, pointer.clientY - held.y);
    if (!held.isDragging && distance < FIRST_MOVE_PX) return;
    held.isDragging = true;
    const rects = columns().map((element) => element.getBoundingClientRect());
    const under = rects.findIndex(({ left, right }) => pointer.clientX >= left && pointer.clientX < right);
    const column = under === -1 ? held.wish.column : under;
    const top = rects[column]?.top ?? 0;
    const raw = board.from + (pointer.clientY - top) / minutePx - held.offset;
    const next = { ...held.wish, column, from: Math.round(raw / step) * step };
    if (!fits(next, held.origin.column)) return;
    held.wish = next;
    set(next, "pointer");
  };
  const onPointerUp = () => {
    const held = grab.current;
    grab.current = undefined;
    if (!held?.isDragging) return;
    wasDragged.current = true;
    const { wish: last, origin } = held;
    const isElsewhere = last.column !== origin.column || last.from !== origin.from;
    if (isElsewhere) onDrop(last);
    else set(null, "pointer");
  };

  const onKeyDown = (placed: PlacedEvent, column: number) => (key: KeyboardEvent<HTMLElement>) => {
    const isGrabbed = wish?.event.id === placed.item.id;
    if (!isGrabbed) {
      if (!placed.item.isMovable || (key.key !== " " && key.key !== "m")) return;
      key.preventDefault();
      key.stopPropagation();
      set(start(placed, column), "keys");
      return;
    }
    key.stopPropagation();
    if (key.key === "Escape") return set(null, "keys");
    const steps: Record<string, [number, number]> = {
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
    };
    const by = steps[key.key];
    if (by || key.key === "Enter" || key.key === " ") key.preventDefault();
    if (key.key === "Enter" || key.key === " ") return onDrop(wish);
    if (by) set(stepped(wish, by, column), "keys");
  };
  /** The next place in a direction that exists; rows that the day does not have are passed over. */
  const stepped = (from: Wish, [columns, minutes]: [number, number], origin: number): Wish => {
    let next = from;
    do {
      next = { ...next, column: next.column + columns, from: next.from + minutes };
      if (fits(next, origin)) return next;
    } while (minutes !== 0 && next.from > board.from && next.from + next.length < board.to);
    return from;
  };

  const cancel = () => set(null, "keys");
  /** A drag ends with a click on the link under it, which must not open. */
  const swallowsClick = () => wasDragged.current || wish !== null;
  return { wish, setWish, cancel, swallowsClick, onPointerDown, onPointerMove, onPointerUp, onKeyDown };
}
