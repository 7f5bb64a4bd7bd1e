import { statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { operations } from "@/lib/operations";
import { describeMachine, versionsOf } from "./machine";
import { compare, measureGrowth, measureMemory, measureStarts } from "./measures";
import { stopPrograms } from "./programs";
import { type Run, renderReport } from "./report";
import { openStage, type Stage } from "./stage";
import { startSubjects } from "./subjects";
import { judge } from "./targets";
import { measureTenancy } from "./tenancy";

const PACKAGES = ["next", "@modelcontextprotocol/server", "mcp-handler", "@prisma/client", "pg"];

// Many short rounds: the two sides of a ratio then lie a second apart, and a disturbance rarely hits one of them alone.
const full = { rounds: 8, roundMs: 1_000, thousands: 15 };
const quick = { rounds: 4, roundMs: 500, thousands: 11 };

const say = (line: string) => process.stdout.write(`  ${line}\n`);

async function measure(stage: Stage, plan: typeof full): Promise<Run> {
  say("comparison");
  const { subjects, programs } = await startSubjects(stage);
  const stopAll = () => Promise.all(programs.map((program) => program.stop()));
  try {
    await compare(subjects, { connections: 8, rounds: 1, roundMs: 1_500 });
    const atEight = await compare(subjects, { connections: 8, ...plan });
    const atOne = await compare(subjects, { connections: 1, rounds: plan.rounds / 2, roundMs: plan.roundMs / 2 });
    await stopAll();
    say("growth");
    const growth = await measureGrowth(stage, plan);
    say("row-level security");
    const tenancy = await measureTenancy(stage);
    say("memory");
    const memory = await measureMemory(stage, plan.thousands);
    say("starts");
    const starts = await measureStarts(stage);
    return {
      date: new Date().toISOString().slice(0, 16).replace("T", " ").concat(" UTC"),
      machine: describeMachine(),
      versions: `${versionsOf(PACKAGES)}, PostgreSQL 18`,
      othersAtMost: Math.max(atEight.othersAtMost, atOne.othersAtMost, growth.othersAtMost),
      tools: operations.length,
      listBytes: statSync(stage.constantFile).size,
      subjects,
      atEight: atEight.rounds,
      atOne: atOne.rounds,
      growth: growth.rounds,
      tenancy,
      memory,
      starts,
    };
  } finally {
    await stopAll();
  }
}

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, out: { type: "string" } } });
const stage = await openStage();
// What was started ends with us: a closed stage stops PostgreSQL, and the servers are our children.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopPrograms();
    void stage.close().finally(() => process.exit(1));
  });
}
try {
  const run = await measure(stage, values.quick ? quick : full);
  writeFileSync(values.out ?? "bench/RESULTS.md", renderReport(run));
  for (const { promise, measured, isKept } of judge(run))
    say(`${isKept ? "kept  " : "MISSED"} ${promise}: ${measured}`);
} finally {
  await stage.close();
}
process.exit(0);
