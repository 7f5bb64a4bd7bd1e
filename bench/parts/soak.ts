import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startProduct } from "../cast";
import type { Call, Round } from "../load-job";
import { drive } from "../measures";
import { type Program, residentMb } from "../programs";
import type { Section } from "../section";
import type { Stage } from "../stage";
import { median } from "../statistics";
import { type Subject, subjectOf } from "../subjects";
import { HEAD, numbersOf, table, times } from "../tables";
import type { Target } from "../targets";

const SLICE_MS = 15_000;
const PEAK_MS = 5_000;
const SHARE = 0.7;
const CONNECTIONS = 8;
const PEAK_ROUNDS = 3;
/** Of ten calls. */
const WRITES = 2;
const SETTLED_SHARE = 0.2;

interface Slice {
  round: Round | undefined;
  error: string | undefined;
  megabytes: number;
}

/** Reads and notes in one stream, eight to two, each body whole in a line. */
function mixed(stage: Stage, product: Program): Subject {
  const reading = subjectOf(stage, "read", "soak", "FavCRM", product, "/mcp");
  const writing = subjectOf(stage, "write", "soak", "FavCRM", product, "/mcp");
  const accounts = readFileSync(stage.accountFile, "utf8").split("\n");
  const bodies = accounts.flatMap((account) => [
    ...Array.from({ length: 5 - WRITES / 2 }, () => reading.call.body),
    ...Array.from({ length: WRITES / 2 }, () => writing.call.body.replace("{line}", account)),
  ]);
  const file = path.join(stage.folder, "soak.jsonl");
  writeFileSync(file, bodies.join("\n"));
  const call: Call = { ...reading.call, body: "{line}", lines: { file, from: 0 }, says: '"summary":' };
  return { ...reading, call };
}

async function slice(subject: Subject, pace: number): Promise<Slice> {
  try {
    const round = await drive(subject, { connections: CONNECTIONS, durationMs: SLICE_MS, pace });
    return { round, error: undefined, megabytes: residentMb(subject.pid) };
  } catch (error) {
    return { round: undefined, error: String(error), megabytes: residentMb(subject.pid) };
  }
}

/** Many minutes at 70 % of what the server can do: without an error, with flat memory. */
export async function soak(stage: Stage, minutes: number, say: (line: string) => void): Promise<Section> {
  const product = await startProduct(stage);
  try {
    const subject = mixed(stage, product);
    const peaks: number[] = [];
    for (let round = 0; round <= PEAK_ROUNDS; round++) {
      const { perSecond } = await drive(subject, { connections: CONNECTIONS, durationMs: PEAK_MS });
      // The first is the warm-up.
      if (round > 0) peaks.push(perSecond);
    }
    const peak = median(peaks);
    say(`peak ${peak.toFixed(0)} calls/s`);
    const slices: Slice[] = [];
    while (slices.length < (minutes * 60_000) / SLICE_MS) {
      slices.push(await slice(subject, peak * SHARE));
      say(
        `${slices.length * (SLICE_MS / 1_000)} s: ${slices.at(-1)?.error ?? `${slices.at(-1)?.megabytes.toFixed(0)} MB`}`,
      );
    }
    return report(minutes, peak, slices);
  } finally {
    await product.stop();
  }
}

function report(minutes: number, peak: number, slices: readonly Slice[]): Section {
  const rounds = slices.flatMap(({ round }) => (round ? [round] : []));
  const calls = rounds.reduce((sum, round) => sum + round.calls, 0);
  const megabytes = slices.map((each) => each.megabytes);
  const errors = slices.flatMap(({ error }) => (error ? [`- ${error}`] : []));
  const rows = [["all", ...(rounds.length > 0 ? numbersOf(rounds) : HEAD.map(() => ""))]];
  return {
    heading: `${minutes} minutes at 70 % of the peak`,
    body: `Eight reads (list_services) and two writes (create_note) of ten, begun at an even pace of 70 % of ${peak.toFixed(0)} calls/s, the peak of the same
mixture at ${CONNECTIONS} connections just before. ${calls.toLocaleString("en")} calls; latencies count from when a call was due, medians of slices of ${SLICE_MS / 1_000} s.

${table(["", ...HEAD], rows)}

Resident memory after each slice (MB): ${megabytes.map((each) => each.toFixed(0)).join(", ")}
${errors.length > 0 ? `\nErrors:\n\n${errors.join("\n")}` : ""}`,
    targets: soakTargets(minutes, errors.length, megabytes),
    othersAtMost: 0,
  };
}

function soakTargets(minutes: number, errors: number, megabytes: readonly number[]): Target[] {
  const settled = megabytes.slice(Math.floor(megabytes.length * SETTLED_SHARE));
  const quarter = Math.max(1, Math.floor(settled.length / 4));
  // Quarters, because one sample lies before a collection of garbage and the next behind it.
  const growth = median(settled.slice(-quarter)) / median(settled.slice(0, quarter));
  return [
    { promise: `${minutes} minutes at 70 % of the peak: no error`, measured: String(errors), isKept: errors === 0 },
    { promise: "… memory flat: last quarter within 10 % of the first", measured: times(growth), isKept: growth <= 1.1 },
  ];
}
