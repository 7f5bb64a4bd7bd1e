import { expect, test } from "vitest";
import type { Round } from "./load-job";
import { atLeast, memoryTargets, type Rounds, steady, withinTenth } from "./targets";

const round = (perSecond: number, more: Partial<Round> = {}): Round => ({
  ...{ calls: 100, perSecond, cpuMs: undefined, p50: 1, p95: 2, p99: 3 },
  ...more,
});

const rounds = (all: Record<string, Round[]>): Rounds => new Map(Object.entries(all));

test("a ratio is kept from its bound on, and its line tells what was measured by both clocks", () => {
  const all = rounds({ ours: [round(120, { cpuMs: 2 })], floor: [round(100, { cpuMs: 3 })] });
  expect(atLeast(all, "read", ["ours", "floor"], 1.2)).toEqual({
    promise: "read: at least 1.2 ×",
    measured: "1.20 × (by processor time 1.50 ×)",
    isKept: true,
  });
  expect(atLeast(all, "read", ["ours", "floor"], 1.3).isKept).toBe(false);
});

test("one disturbed round of several decides nothing", () => {
  const all = rounds({ ours: [round(120), round(20), round(125)], floor: [round(100), round(100), round(100)] });
  expect(atLeast(all, "read", ["ours", "floor"], 1.2).isKept).toBe(true);
  const waits = rounds({ ours: [round(1, { p99: 4 }), round(1, { p99: 90 }), round(1, { p99: 5 })] });
  expect(steady(waits, "read", "ours").isKept).toBe(true);
});

test("a long tail is named", () => {
  expect(steady(rounds({ ours: [round(1, { p50: 2, p99: 11 })] }), "read", "ours").isKept).toBe(false);
});

test("growth counts processor time, not a busy neighbour", () => {
  const few = round(100, { cpuMs: 1 });
  const cost = (cpuMs: number) => rounds({ few: [few], many: [round(50, { cpuMs })] });
  expect(withinTenth(cost(1.05), "growth", ["many", "few"]).isKept).toBe(true);
  expect(withinTenth(cost(1.2), "growth", ["many", "few"]).isKept).toBe(false);
});

test("memory must be small and level from ten thousand calls on", () => {
  const kept = (samples: number[]) => memoryTargets(samples).map(({ isKept }) => isKept);
  expect(kept([200, ...Array.from({ length: 20 }, () => 250)])).toEqual([true, true]);
  expect(kept(Array.from({ length: 21 }, (_, thousand) => 200 + thousand * 10))).toEqual([false, false]);
});

test("what was not measured is an error, not a promise kept", () => {
  expect(() => steady(rounds({}), "read", "ours")).toThrow("ours was not measured");
});
