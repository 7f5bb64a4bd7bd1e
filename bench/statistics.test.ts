import { expect, test } from "vitest";
import { median, ratioOf, summarize } from "./statistics";

test("percentiles are nearest ranks, whatever the order of the values", () => {
  const latencies = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarize(latencies)).toEqual({ p50: 100, p95: 190, p99: 198 });
  expect(summarize([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
});

test("the median of an even number of rounds lies between the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(() => median([])).toThrow();
});

test("a ratio pairs the rounds, so a disturbed round counts once and not twice", () => {
  expect(ratioOf([100, 10, 90], [50, 5, 30], (round) => round)).toBe(2);
});
