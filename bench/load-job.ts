import type { Percentiles } from "./statistics";

/** What the load generator is asked to do. */
export interface LoadJob {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Calls under way at the same time. */
  connections: number;
  durationMs: number;
  maxCalls: number;
}

/** What it saw. Latencies in milliseconds. */
export interface LoadResult extends Percentiles {
  calls: number;
  perSecond: number;
}

/** The same, with what the server's process spent: milliseconds of processor time a call, where the system tells. */
export interface Round extends LoadResult {
  cpuMs: number | undefined;
}
