import { describeMachine, versionsOf } from "../machine";
import type { Percentiles } from "../statistics";

/** One thing people wait for, asked through the operation and by hand. */
export interface Finding {
  title: string;
  ours: Percentiles;
  byHand: Percentiles;
  /** Rounds in which the two did not agree. */
  differing: number;
}

const MOST_TIMES = 2;
const MOST_MS = 100;
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The page bench/CUSTOMERS.md. */
export function renderFindings(findings: readonly Finding[], rounds: number): string {
  const rows = findings.map(({ title, ours, byHand, differing }) => {
    const times = ours.p95 / byHand.p95;
    const isKept = ours.p95 <= MOST_MS && times <= MOST_TIMES && differing === 0;
    return [
      title,
      ms(ours.p50),
      ms(ours.p95),
      ms(byHand.p50),
      ms(byHand.p95),
      `${times.toFixed(2)} ×`,
      isKept ? "kept" : "**missed**",
    ];
  });
  const head = [
    "",
    "p50 ms",
    "p95 ms",
    "by hand p50",
    "by hand p95",
    "p95 by p95",
    `≤ ${MOST_TIMES} × and ≤ ${MOST_MS} ms`,
  ];
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `# A million customers

Written by \`node bench/customers.mjs\`: 1,000,000 customers of one company, with contacts, tags, custom fields, consents,
notes and tasks, beside 200 other organisations of 1,000 customers each, on the embedded server. Each question is asked
through the operation (authorized, validated, bound to the tenant, recorded, stripped) and, in turn, as prepared SQL by hand
without row-level security, in the fastest form we know; both must give the same answer. ${rounds} rounds with different
arguments, one at a time, after the small organisations asked the same. Read the ratios: the numbers belong to the machine.

- Date: ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC
- Machine: ${describeMachine()}
- Versions: ${versionsOf(["@prisma/client", "pg"])}, PostgreSQL 18

${table}

Counts stop at 100,000 and say so; above it nothing is compared.
`;
}
