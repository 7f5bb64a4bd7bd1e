import type { Round } from "./load-job";
import { median, type Percentiles } from "./statistics";
import type { Subject } from "./subjects";
import { type Findings, judge, type Rounds, rateRatio, roundsOf } from "./targets";

/** Everything one run found out. */
export interface Run extends Findings {
  date: string;
  machine: string;
  versions: string;
  /** The share of the machine that others used while nothing was measured, 0 to 1, at its highest. */
  othersAtMost: number;
  tools: number;
  listBytes: number;
  subjects: readonly Subject[];
  atOne: Rounds;
  tenancy: { on: Percentiles; off: Percentiles };
  starts: { first: number; second: number };
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const percentiles = ({ p50, p95, p99 }: Percentiles) => [ms(p50), ms(p95), ms(p99)];

const HEAD = ["calls/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/call"];

/** The middle of the rounds, number by number. */
function numbersOf(rounds: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const cpu = of(({ cpuMs }) => cpuMs ?? Number.NaN);
  const latencies = percentiles({ p50: of(({ p50 }) => p50), p95: of(({ p95 }) => p95), p99: of(({ p99 }) => p99) });
  return [of(({ perSecond }) => perSecond).toFixed(0), ...latencies, Number.isNaN(cpu) ? "unknown" : ms(cpu)];
}

function comparison(run: Run, all: Rounds, kind: "read" | "list"): string {
  const rows = run.subjects
    .filter(({ id }) => id.endsWith(kind))
    .map(({ id, title }) => [title, rateRatio(all, id, `ours-${kind}`).toFixed(2), ...numbersOf(roundsOf(all, id))]);
  return table(["", "by ours", ...HEAD], rows);
}

function targets(run: Run): string {
  const rows = judge(run).map(({ promise, measured, isKept }) => [promise, measured, isKept ? "kept" : "**missed**"]);
  return table(["promise", "measured", ""], rows);
}

/** The whole page, bench/RESULTS.md. */
export function renderReport(run: Run): string {
  const { growth, tenancy, starts, memory } = run;
  const lastCalls = (memory.length - 1) * 1_000;
  return `# What a call costs

Written by \`npm run bench\`; every ratio comes from one run on one machine. Read the ratios: the absolute numbers belong to
the machine.

- Date: ${run.date}
- Machine: ${run.machine}
- Versions: ${run.versions}
- Disturbance: others used up to ${(run.othersAtMost * 100).toFixed(0)} % of the machine between measurements

## Promises

${targets(run)}

## list_services with a key, 8 calls at a time

One key look-up and one page of 20 services out of 20,000 in 100 workspaces. FavCRM also checks Host, Origin and body,
authorizes, validates, binds the tenant, strips the answer and records the call; the floor and the limit do nothing but two
statements and JSON.

${comparison(run, run.atEight, "read")}

## tools/list, 8 calls at a time

Without a key, as a newcomer asks; the last but one line adds the key's look-up. ${run.tools} tools, ${run.listBytes.toLocaleString("en")} bytes.

${comparison(run, run.atEight, "list")}

## One call at a time

${comparison(run, run.atOne, "read")}

${comparison(run, run.atOne, "list")}

## More tools

list_services behind the endpoint alone, 8 calls at a time.

${table(
  ["registered operations", ...HEAD],
  ["few", "many"].map((id) => [id === "few" ? "20" : "200", ...numbersOf(roundsOf(growth, id))]),
)}

## Row-level security

The same Prisma read through the tenant's pool and through an ordinary pool with a \`where\`, one after the other.

${table(
  ["", "p50 ms", "p95 ms", "p99 ms"],
  [
    ["on", ...percentiles(tenancy.on)],
    ["off", ...percentiles(tenancy.off)],
  ],
)}

## Start and memory

- First start with everything built, database still to be made: ${starts.first.toFixed(1)} s
- Second start to the first answer: ${starts.second.toFixed(1)} s
- Resident memory of the server, fresh and after every 1,000 calls up to ${lastCalls.toLocaleString("en")} (MB): ${memory
    .map((megabytes) => megabytes.toFixed(0))
    .join(", ")}

## How it is measured

\`bench/main.ts\` starts one PostgreSQL and every server at once, each a process of its own with the memory flag of
\`npm start\`. The subjects take turns for several rounds; a ratio is the median of the rounds' ratios, so a
disturbance hits both sides.
The load comes from a separate process that speaks HTTP over raw keep-alive sockets: an HTTP library would take the core
that server and PostgreSQL need. Every answer's status and length is checked. The comparison servers stand in
\`bench/floor\` (a Next application of its own, so that nothing of it ships) and \`bench/bare.ts\`.
`;
}
