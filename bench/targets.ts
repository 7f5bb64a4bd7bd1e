import type { Round } from "./load-job";
import { median, ratioOf } from "./statistics";
import { times } from "./tables";

/** One promise about speed or size, and whether this run kept it. */
export interface Target {
  promise: string;
  measured: string;
  isKept: boolean;
}

export type Rounds = Map<string, Round[]>;

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

/** Processor time of one subject's calls by another's. */
export function costRatio(all: Rounds, one: string, other: string): number {
  return ratioOf(roundsOf(all, one), roundsOf(all, other), costOf);
}

/** `one` answers at least `least` times as many calls as `other`. */
export function atLeast(all: Rounds, promise: string, [one, other]: [string, string], least: number): Target {
  const ratio = rateRatio(all, one, other);
  const measured = `${times(ratio)} (by processor time ${times(1 / costRatio(all, one, other))})`;
  return { promise: `${promise}: at least ${least} ×`, measured, isKept: ratio >= least };
}

/** The slowest hundredth of the calls waits at most five times as long as the middle one. */
export function steady(all: Rounds, promise: string, id: string): Target {
  const ratio = median(roundsOf(all, id).map(({ p50, p99 }) => p99 / p50));
  return { promise: `${promise}: p99 at most 5 × p50`, measured: times(ratio), isKept: ratio <= 5 };
}

/** A call costs about the same in two places. */
export function withinTenth(all: Rounds, promise: string, [one, other]: [string, string]): Target {
  const ratio = costRatio(all, one, other);
  return { promise: `${promise}: within 10 %`, measured: times(ratio), isKept: ratio <= 1.1 };
}

const SETTLED_AFTER = 10;
const MOST_MB = 300;

/** Megabytes before the first call and after every thousand: bounded, and level from ten thousand on. */
export function memoryTargets(samples: readonly number[]): Target[] {
  const settled = samples.slice(SETTLED_AFTER);
  const most = Math.max(...settled);
  const growth = (settled.at(-1) ?? 0) / (settled[0] ?? 1) - 1;
  return [
    {
      promise: `resident memory after 10,000 calls of agents: under ${MOST_MB} MB`,
      measured: `${most.toFixed(0)} MB at most`,
      isKept: most < MOST_MB,
    },
    {
      promise: "… and flat: within 10 % from there on",
      measured: `${(growth * 100).toFixed(0)} %`,
      isKept: growth <= 0.1,
    },
  ];
}
