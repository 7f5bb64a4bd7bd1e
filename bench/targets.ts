import type { Round } from "./load-job";
import { ratioOf } from "./statistics";

/** One promise about speed or size, and whether this run kept it. */
export interface Target {
  promise: string;
  measured: string;
  isKept: boolean;
}

export type Rounds = Map<string, Round[]>;

export interface Findings {
  atEight: Rounds;
  growth: Rounds;
  tenancy: { on: { p50: number }; off: { p50: number } };
  starts: { second: number };
  /** Megabytes before the first call and after every thousand. */
  memory: readonly number[];
}

const CALLS_THAT_COUNT = 10;

/** The rounds of a subject; throws when it was not measured. */
export function roundsOf(all: Rounds, id: string): Round[] {
  const rounds = all.get(id);
  if (!rounds?.length) throw new Error(`${id} was not measured`);
  return rounds;
}

/** Calls a second of one subject by another's. */
export function rateRatio(all: Rounds, one: string, other: string): number {
  return ratioOf(roundsOf(all, one), roundsOf(all, other), ({ perSecond }) => perSecond);
}

/** Processor time of a call; where the system does not tell, time itself. */
const costOf = ({ cpuMs, perSecond }: Round) => cpuMs ?? 1_000 / perSecond;

/** Holds what was measured against what is promised. */
export function judge({ atEight, growth, tenancy, starts, memory }: Findings): Target[] {
  const read = rateRatio(atEight, "ours-read", "floor-read");
  const list = rateRatio(atEight, "ours-list", "floor-list");
  const usualRead = rateRatio(atEight, "usual-read", "ours-read");
  const usualList = rateRatio(atEight, "usual-list", "ours-list");
  const cost = ratioOf(roundsOf(growth, "many"), roundsOf(growth, "few"), costOf);
  const lock = tenancy.on.p50 / tenancy.off.p50;
  const settled = memory.slice(CALLS_THAT_COUNT);
  const most = Math.max(...settled);
  const growthShare = (settled.at(-1) ?? 0) / (settled[0] ?? 1) - 1;
  const perCpu = (one: string, other: string) => 1 / ratioOf(roundsOf(atEight, one), roundsOf(atEight, other), costOf);
  const both = (value: number, one: string, other: string) =>
    `${times(value)} (by processor time ${times(perCpu(one, other))})`;
  const times = (value: number) => `${value.toFixed(2)} ×`;
  return [
    {
      promise: "list_services with a key: at least 1.0 × the floor",
      measured: both(read, "ours-read", "floor-read"),
      isKept: read >= 1,
    },
    {
      promise: "tools/list: at least 2 × the floor",
      measured: both(list, "ours-list", "floor-list"),
      isKept: list >= 2,
    },
    {
      promise: "the usual way, list_services: at most ¼ of ours",
      measured: times(usualRead),
      isKept: usualRead <= 0.25,
    },
    { promise: "the usual way, tools/list: at most ¼ of ours", measured: times(usualList), isKept: usualList <= 0.25 },
    {
      promise: "cost of a call with 200 operations instead of 20: within 10 %",
      measured: times(cost),
      isKept: cost <= 1.1,
    },
    { promise: "row-level security: p50 of a read within 1.6 ×", measured: times(lock), isKept: lock <= 1.6 },
    {
      promise: "second start to the first answer: under 5 s",
      measured: `${starts.second.toFixed(1)} s`,
      isKept: starts.second < 5,
    },
    {
      promise: "resident memory after 10,000 calls: under 300 MB",
      measured: `${most.toFixed(0)} MB at most`,
      isKept: most < 300,
    },
    {
      promise: "… and flat: within 10 % from there on",
      measured: `${(growthShare * 100).toFixed(0)} %`,
      isKept: growthShare <= 0.1,
    },
  ];
}
