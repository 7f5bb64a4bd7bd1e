import type { Caller } from "@/lib/kernel/context";
import { numbered } from "./people";

type Rows = readonly Record<string, unknown>[];

/** One question, asked through the operation and by hand. */
export interface Case {
  title: string;
  /** What it is asked about, differing from round to round. */
  input: (round: number) => Record<string, unknown>;
  ask: (caller: Caller, input: Record<string, unknown>) => Promise<unknown>;
  /** The same answer by hand, in every form worth trying; the fastest counts. $1 and $2 are the tenant. */
  statements: readonly string[];
  /** What stands at $3 and after. */
  values: (input: Record<string, unknown>) => readonly unknown[];
  /** What both must agree on: ids in order, or a number; null where the operation may estimate. */
  ofAnswer: (answer: unknown) => unknown;
  ofRows: (rows: Rows) => unknown;
}

/** The id of a tag of the big company, by its place in TAGS. */
export const tag = (index: number) => numbered("tag", index);
