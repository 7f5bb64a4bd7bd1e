import type { Percentiles } from "./statistics";

/** One call, over and over. */
export interface Call {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  /** Empty for a GET. */
  body: string;
  /** Texts that take the place of `{line}` in headers and body, one a call and then from the beginning; null for none. */
  lines: { file: string; from: number } | null;
  /** What every right answer says; null when all answers have the length of the first. */
  says: string | null;
}

/** What the load generator is asked to do. */
export interface LoadJob extends Call {
  /** Calls under way at the same time. */
  connections: number;
  durationMs: number;
  maxCalls: number;
  /** Calls begun a second, however fast they are answered; null for as many as the server takes. */
  pace: number | null;
}

/** What it saw. Latencies in milliseconds; with a pace they count from when a call was due. */
export interface LoadResult extends Percentiles {
  calls: number;
  perSecond: number;
}

/** The same, with what the server's process and PostgreSQL spent: milliseconds of processor time a call, where the system tells. */
export interface Round extends LoadResult {
  cpuMs: number | undefined;
  databaseMs?: number | undefined;
}
