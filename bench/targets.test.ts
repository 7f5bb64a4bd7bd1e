import { expect, test } from "vitest";
import type { Round } from "./load-job";
import { type Findings, judge } from "./targets";

const round = (perSecond: number, cpuMs?: number): Round => ({ calls: 100, perSecond, cpuMs, p50: 1, p95: 2, p99: 3 });

function findings(change: Partial<Findings> = {}): Findings {
  return {
    atEight: new Map([
      ["floor-read", [round(100)]],
      ["ours-read", [round(120)]],
      ["usual-read", [round(20)]],
      ["floor-list", [round(100)]],
      ["ours-list", [round(300)]],
      ["usual-list", [round(10)]],
    ]),
    growth: new Map([
      ["few", [round(100, 1)]],
      ["many", [round(50, 1.05)]],
    ]),
    tenancy: { on: { p50: 0.8 }, off: { p50: 0.7 } },
    starts: { second: 1.2 },
    memory: [200, ...Array.from({ length: 20 }, () => 250)],
    ...change,
  };
}

const missed = (change: Partial<Findings>) =>
  judge(findings(change))
    .filter(({ isKept }) => !isKept)
    .map(({ promise }) => promise.slice(0, 12));

test("a run inside every bound keeps every promise; growth counts processor time, not a busy neighbour", () => {
  expect(missed({})).toEqual([]);
});

test("each bound that is crossed is named", () => {
  const slow = new Map([...findings().atEight, ["ours-read", [round(60)]], ["ours-list", [round(150)]]]);
  expect(missed({ atEight: slow })).toEqual(["list_service", "tools/list: ", "the usual wa"]);
  expect(
    missed({
      growth: new Map([
        ["few", [round(100, 1)]],
        ["many", [round(100, 1.2)]],
      ]),
    }),
  ).toEqual(["cost of a ca"]);
  expect(missed({ tenancy: { on: { p50: 1.7 }, off: { p50: 1 } } })).toEqual(["row-level se"]);
  expect(missed({ starts: { second: 6 } })).toEqual(["second start"]);
  const leaking = Array.from({ length: 21 }, (_, thousand) => 200 + thousand * 10);
  expect(missed({ memory: leaking })).toEqual(["resident mem", "… and flat: "]);
});
