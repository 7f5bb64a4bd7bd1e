import type { Round } from "./load-job";
import { median, type Percentiles } from "./statistics";

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
export const times = (value: number) => `${value.toFixed(2)} ×`;
export const percentiles = ({ p50, p95, p99 }: Percentiles) => [ms(p50), ms(p95), ms(p99)];

export const HEAD = ["calls/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/call", "PostgreSQL ms/call"];

/** The middle of the rounds, number by number, under HEAD. */
export function numbersOf(rounds: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const processors = [of(({ cpuMs }) => cpuMs ?? Number.NaN), of(({ databaseMs }) => databaseMs ?? Number.NaN)];
  const latencies = percentiles({ p50: of(({ p50 }) => p50), p95: of(({ p95 }) => p95), p99: of(({ p99 }) => p99) });
  return [
    of(({ perSecond }) => perSecond).toFixed(0),
    ...latencies,
    ...processors.map((each) => (Number.isNaN(each) ? "unknown" : ms(each))),
  ];
}
