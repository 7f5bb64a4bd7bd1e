import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstEndingAfter, type Interval, intersect, subtract, union } from "./intervals";

const HORIZON = 40;

const interval: fc.Arbitrary<Interval> = fc
  .tuple(fc.nat(HORIZON), fc.nat(HORIZON))
  .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 8 });

/** The instants that lie in any of the intervals: the slow way to say the same. */
const instants = (list: readonly Interval[]) =>
  Array.from({ length: HORIZON }, (_, at) => at).filter((at) => list.some(({ start, end }) => start <= at && at < end));

/** Sorted, apart from each other, and none of no length. */
function expectUnion(list: readonly Interval[]): void {
  for (const [index, { start, end }] of list.entries()) {
    expect(end).toBeGreaterThan(start);
    if (index > 0) expect(start).toBeGreaterThanOrEqual(list[index - 1]?.end ?? 0);
  }
}

describe("sets of time", () => {
  it("joined hold what lay in any, without overlaps and without gaps of nothing", () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const joined = union(list);
        expectUnion(joined);
        for (const [index, { start }] of joined.entries()) expect(start).not.toBe(joined[index - 1]?.end);
        expect(instants(joined)).toEqual(instants(list));
      }),
    );
  });

  it("cut with each other hold what lay in both", () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const both = intersect(union(a), union(b));
        expectUnion(both);
        const inB = new Set(instants(b));
        expect(instants(both)).toEqual(instants(a).filter((at) => inB.has(at)));
      }),
    );
  });

  it("taken from each other hold what lay in the first alone", () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const rest = subtract(union(a), union(b));
        expectUnion(rest);
        const inB = new Set(instants(b));
        expect(instants(rest)).toEqual(instants(a).filter((at) => !inB.has(at)));
      }),
    );
  });

  it("are found by when they end, as a look at each one finds them", () => {
    fc.assert(
      fc.property(intervals, fc.nat(HORIZON), (list, at) => {
        const sorted = union(list);
        const first = sorted.findIndex(({ end }) => end > at);
        expect(firstEndingAfter(sorted, at)).toBe(first === -1 ? sorted.length : first);
      }),
    );
  });
});
