import { loadavg } from "node:os";
import { describeMachine, versionsOf } from "../machine";
import type { Finding } from "./measure";
import type { PageFinding } from "./portal";

const MOST_TIMES = 2;
const MOST_MS = 100;
const MOST_FIRST_ROW_MS = 1_000;
const HEAD = [
  "",
  "p50 ms",
  "p95 ms",
  "by hand p50",
  "by hand p95",
  "p95 by p95",
  `≤ ${MOST_TIMES} × and ≤ ${MOST_MS} ms`,
];
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

function verdictOf({ ours, byHand, differing }: Finding): string {
  if (differing > 0) return `**differs in ${differing} rounds**`;
  return ours.p95 <= MOST_MS && ours.p95 <= MOST_TIMES * byHand.p95 ? "met" : "**missed**";
}

function rowOf(finding: Finding): string[] {
  const { title, ours, byHand } = finding;
  const times = `${(ours.p95 / byHand.p95).toFixed(2)} ×`;
  return [title, ms(ours.p50), ms(ours.p95), ms(byHand.p50), ms(byHand.p95), times, verdictOf(finding)];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The questions with what was promised of each. */
export const tableOf = (findings: readonly Finding[]) => table(HEAD, findings.map(rowOf));

const PAGE_HEAD = ["", "answered p50", "p95", "first content p50", "p95", "first row p50", "p95"];

/** Pages of the portal in a browser. */
export const pageTableOf = (pages: readonly PageFinding[]) =>
  table(
    [...PAGE_HEAD, `first row ≤ ${MOST_FIRST_ROW_MS.toLocaleString("en")} ms`],
    pages.map(({ title, answered, firstContent, firstRow }) => [
      title,
      ...[answered, firstContent, firstRow].flatMap(({ p50, p95 }) => [ms(p50), ms(p95)]),
      firstRow.p95 <= MOST_FIRST_ROW_MS ? "met" : "**missed**",
    ]),
  );

/** How many programs ran or waited for a processor, on average: far above the processors, others slowed the answers. */
const load = () => loadavg()[2] ?? 0;

/** The page bench/CUSTOMERS.md. */
export function renderFindings(findings: readonly Finding[], pages: readonly PageFinding[], rounds: number): string {
  return `# A million customers

Written by \`node bench/customers.mjs\`: 1,000,000 customers of one company, with contacts, tags, custom fields, consents,
notes and tasks, beside 200 other organisations of 1,000 customers each, on the embedded server. Each question is asked
through the operation (authorized, validated, bound to the tenant, recorded, stripped) and, in turn, as SQL by hand
without row-level security, in the fastest of the forms we know, prepared or not; both must give the same answer.
${rounds} rounds with different arguments, one at a time, after the small organisations asked the same; each way goes first in
every second of them, for the other finds the answer in memory. Read the ratios: the numbers belong to the machine.

- Date: ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC
- Machine: ${describeMachine()}
- Disturbance: in the last quarter of an hour ${load().toFixed(1)} wanted a processor at a time, of which the bench is one to three
- Versions: ${versionsOf(["@prisma/client", "pg"])}, PostgreSQL 18

${tableOf(findings)}

Counts above 100,000 are estimates and say so; there nothing is compared.

## Pages

The built server and a Chromium on the same machine, one page after another with a warm cache: milliseconds from the request
to the last byte of the answer, to the first content, and to the first row (or heading) on the screen.

${pageTableOf(pages)}
`;
}
