import type { Interval } from "./intervals";
import type { Instant } from "./local-time";

/** A time that is taken of a person, a thing or a service. */
export interface Taken extends Interval {
  subjectId: string;
  unit: number;
}

/** Something that was promised for another moment than the one it is stored at. */
export interface Displaced {
  id: string;
  start: Instant;
  /** Null when the clocks skip the promised time: then there is no moment to move to. */
  promised: Instant | null;
  taken: readonly Taken[];
}

/**
 * Which of the displaced can move to the promised moment without overlapping anything, all at once: neighbours move together,
 * and whatever cannot move stays where it is and stands in the way of the others.
 */
export function planMoves<D extends Displaced>(
  displaced: readonly D[],
  others: readonly Taken[],
): { moves: D[]; stuck: D[] } {
  const inTheWay = [...others];
  const stuck: D[] = [];
  let moves = [...displaced].sort((a, b) => a.start - b.start);
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    const placed: Taken[] = [];
    for (const each of moves) {
      const wanted = each.promised === null ? null : moved(each, each.promised);
      if (wanted && !wanted.some((time) => [...inTheWay, ...placed].some((other) => collide(time, other)))) {
        placed.push(...wanted);
        continue;
      }
      stuck.push(each);
      inTheWay.push(...each.taken);
      moves = moves.filter((other) => other !== each);
      isSettled = false;
      break;
    }
  }
  return { moves, stuck };
}

/** What a displaced thing takes when it begins at another moment. */
export function moved({ start, taken }: Displaced, to: Instant): Taken[] {
  const shift = to - start;
  return taken.map((time) => ({ ...time, start: time.start + shift, end: time.end + shift }));
}

const collide = (a: Taken, b: Taken) =>
  a.subjectId === b.subjectId && a.unit === b.unit && a.start < b.end && a.end > b.start;
