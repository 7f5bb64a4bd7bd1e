import type { Instant } from "./local-time";

/** Half-open: the end belongs to what comes next. */
export interface Interval {
  start: Instant;
  end: Instant;
}

/** Sorted, without overlaps or gaps of nothing. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
    else merged.push({ ...interval });
  }
  return merged;
}

/** What lies in both; both must be unions. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const shared: Interval[] = [];
  let i = 0;
  let j = 0;
  while (true) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return shared;
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (end > start) shared.push({ start, end });
    if (left.end < right.end) i++;
    else j++;
  }
}

/** What is in `a` and not in `b`; both must be unions. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let j = 0;
  for (const interval of a) {
    let { start } = interval;
    while (b[j] && (b[j]?.end ?? 0) <= start) j++;
    for (let k = j; start < interval.end; k++) {
      const hole = b[k];
      if (!hole || hole.start >= interval.end) {
        rest.push({ start, end: interval.end });
        break;
      }
      if (hole.start > start) rest.push({ start, end: hole.start });
      start = Math.max(start, hole.end);
    }
  }
  return rest;
}

/** Index of the first of the sorted intervals that ends after `at`. Binary search: calendars are long. */
export function firstEndingAfter(sorted: readonly Interval[], at: Instant): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
