import type { Cast } from "./cast";
import type { Turns } from "./measures";
import type { Stage } from "./stage";
import type { Target } from "./targets";

/** What one part of the benchmark found: a section of bench/RESULTS.md, and its lines in the table of promises. */
export interface Section {
  heading: string;
  /** Markdown. */
  body: string;
  targets: Target[];
  /** The share of the machine that others used between measurements, 0 to 1, at its highest; 0 where nobody looked. */
  othersAtMost: number;
}

/** How long everything takes. */
export interface Plan {
  /** The comparison at 8 connections, and that at 1 and 32. */
  atEight: Turns;
  around: readonly Turns[];
  growth: Turns;
  /** Rows of the largest company and keys that call, in powers of ten. */
  rowPowers: readonly number[];
  tenantPowers: readonly number[];
  /** Memory is looked at after so many thousand calls. */
  thousands: number;
}

export interface Scene {
  stage: Stage;
  cast: Cast;
  plan: Plan;
}

/** One measurement that can be run by itself: `npm run bench -- --only NAME`. */
export interface Part {
  name: string;
  measure(scene: Scene): Promise<Section>;
}
