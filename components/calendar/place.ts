import type { Segment } from "./axis";

const MINUTE_MS = 60_000;

/** Where a moment stands in a day; null when it is not of this day. An end belongs to the minute before it. */
export function positionOf(segments: readonly Segment[], at: number, isEnd = false): number | null {
  const found = segments.find(({ from, to, at: start }) => {
    const end = start + (to - from) * MINUTE_MS;
    return isEnd ? at > start && at <= end : at >= start && at < end;
  });
  return found ? found.from + (at - found.at) / MINUTE_MS : null;
}

/** The moment at a position of a day; null in rows that the day does not have. */
export function momentAt(segments: readonly Segment[], position: number): number | null {
  const found = segments.find(({ from, to }) => position >= from && position < to);
  return found ? found.at + (position - found.from) * MINUTE_MS : null;
}

export type Span = { start: number; end: number };
export type Placed<Item> = { item: Item; from: number; to: number; lane: number; lanes: number };

/** The part of each item that this day shows, side by side where items overlap. */
export function placed<Item extends Span>(segments: readonly Segment[], items: readonly Item[]): Placed<Item>[] {
  const first = segments[0];
  const last = segments.at(-1);
  if (!first || !last) return [];
  const dayEnd = last.at + (last.to - last.from) * MINUTE_MS;
  const parts = items
    .filter(({ start, end }) => end > first.at && start < dayEnd)
    .map((item) => ({
      item,
      from: positionOf(segments, Math.max(item.start, first.at)) ?? first.from,
      to: positionOf(segments, Math.min(item.end, dayEnd), true) ?? last.to,
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  return groupsOf(parts).flatMap(inLanes);
}

type Part = { from: number; to: number };

/** Runs of items that hang together by overlapping. */
function groupsOf<Piece extends Part>(parts: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    if (part.from >= end) groups.push([]);
    groups.at(-1)?.push(part);
    end = Math.max(end, part.to);
  }
  return groups;
}

function inLanes<Piece extends Part>(group: readonly Piece[]): (Piece & { lane: number; lanes: number })[] {
  const ends: number[] = [];
  const laid = group.map((part) => {
    const free = ends.findIndex((end) => end <= part.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = part.to;
    return { ...part, lane };
  });
  return laid.map((part) => ({ ...part, lanes: ends.length }));
}
