import { execute } from "@/lib/kernel/execute";
import { previewSegmentCount } from "@/lib/operations/segments/preview-segment-count";
import { countForms, hasTag, MAY_BE_MAILED, visits } from "./by-hand";
import { type Case, tag } from "./case";

function segment(title: string, criteria: unknown, where: string): Case {
  return {
    title,
    input: () => ({ criteria }),
    ask: async (caller, asked) => (await execute(previewSegmentCount, caller, asked)).data,
    statements: countForms(where),
    values: () => [],
    ofAnswer: (answer) => {
      const { count, isExact } = answer as { count: number; isExact: boolean };
      return isExact ? count : null;
    },
    ofRows: (rows) => rows[0]?.count,
  };
}

const tagged = (index: number) => hasTag(`'${tag(index)}'`);

/** How many customers belong to a segment now. */
export const COUNTS: readonly Case[] = [
  segment("Segment: everybody", null, "true"),
  segment(
    "Segment: active, away for 60 days, tagged",
    {
      all: [
        { field: "lifeStage", op: "is", value: "active" },
        { field: "lastActivityAt", op: "older_than_days", value: 60 },
        { field: "tags", op: "has_any", value: ["Yoga"] },
      ],
    },
    `a.life_stage = 'active' AND a.last_activity_at < now() - interval '60 days' AND ${tagged(0)}`,
  ),
  segment(
    "Segment: VIP, tagged rarely, many visits",
    {
      all: [
        { field: "lifeStage", op: "is", value: "vip" },
        { field: "tags", op: "has_any", value: ["Rare", "Corporate"] },
        { field: "custom.visits", op: "gt", value: 150 },
      ],
    },
    `a.life_stage = 'vip' AND (${tagged(7)} OR ${tagged(4)}) AND ${visits("> 150")}`,
  ),
  segment(
    "Segment: left, but may be mailed",
    {
      all: [
        { field: "lifeStage", op: "is", value: "churned" },
        { field: "consent.email.marketing", op: "is", value: "granted" },
      ],
    },
    `a.life_stage = 'churned' AND ${MAY_BE_MAILED}`,
  ),
];
