import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { against } from "./against";
import { Cast } from "./cast";
import { describeMachine, versionsOf } from "./machine";
import { parts } from "./parts/all";
import { soak } from "./parts/soak";
import { profile } from "./profile";
import { stopPrograms } from "./programs";
import { type Circumstances, renderReport, soakIn, withSoak } from "./report";
import type { Plan, Section } from "./section";
import { openStage, type Stage } from "./stage";
import type { Kind } from "./subjects";

const RESULTS = "bench/RESULTS.md";
const PACKAGES = [
  "next",
  "@modelcontextprotocol/server",
  "@modelcontextprotocol/node",
  "mcp-handler",
  "@prisma/client",
  "pg",
];

// Many short rounds: the two sides of a ratio then lie a second apart, and a disturbance rarely hits one of them alone.
const full: Plan = {
  atEight: { connections: 8, rounds: 5, roundMs: 1_000 },
  around: [1, 32].map((connections) => ({ connections, rounds: 2, roundMs: 700 })),
  growth: { connections: 8, rounds: 4, roundMs: 700 },
  rowPowers: [3, 4, 5, 6],
  tenantPowers: [0, 1, 2, 3, 4],
  thousands: 15,
};
const quick: Plan = {
  atEight: { connections: 8, rounds: 4, roundMs: 700 },
  around: [],
  growth: { connections: 8, rounds: 3, roundMs: 500 },
  rowPowers: [3, 5],
  tenantPowers: [0, 2],
  thousands: 11,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    out: { type: "string" },
    minutes: { type: "string", default: "10" },
    of: { type: "string", default: "read" },
  },
});

const say = (line: string) => process.stdout.write(`  ${line}\n`);

const circumstances = (): Circumstances => ({
  date: new Date().toISOString().slice(0, 16).replace("T", " ").concat(" UTC"),
  machine: describeMachine(),
  versions: `${versionsOf(PACKAGES)}, PostgreSQL 18`,
});

const pageBefore = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

function sayTargets({ targets }: Section): void {
  for (const { promise, measured, isKept } of targets) say(`${isKept ? "kept  " : "MISSED"} ${promise}: ${measured}`);
}

async function measureSoak(stage: Stage): Promise<void> {
  const file = values.out ?? RESULTS;
  const section = await soak(stage, Number(values.minutes), say);
  writeFileSync(file, withSoak(pageBefore(file), circumstances(), section));
  sayTargets(section);
}

/** Measures the chosen parts. All of them write the page; some alone are printed, unless a file is named for them. */
async function measureParts(stage: Stage): Promise<void> {
  const names = values.only?.split(",");
  const chosen = parts.filter(({ name }) => names?.includes(name) ?? true);
  if (chosen.length === 0) throw new Error(`--only takes ${parts.map(({ name }) => name).join(", ")}`);
  const plan = values.quick ? quick : full;
  const cast = new Cast(stage);
  const sections: Section[] = [];
  for (const { name, measure } of chosen) {
    say(name);
    const section = await measure({ stage, cast, plan });
    sections.push(section);
    sayTargets(section);
  }
  const file = values.out ?? RESULTS;
  const page = renderReport(circumstances(), sections, soakIn(pageBefore(file)));
  if (values.out || !names) writeFileSync(file, page);
  else process.stdout.write(page);
}

const stage = await openStage();
// What was started ends with us: a closed stage stops PostgreSQL, and the servers are our children.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void stopPrograms()
      .then(stage.close)
      .finally(() => process.exit(1));
  });
}
try {
  if (positionals[0] === "soak") await measureSoak(stage);
  else if (positionals[0] === "profile") process.stdout.write(`${await profile(stage, values.of as Kind)}\n`);
  else if (positionals[0] === "against") process.stdout.write(`${await against(stage, positionals[1] ?? "")}\n`);
  else await measureParts(stage);
} finally {
  await stopPrograms();
  await stage.close();
}
process.exit(0);
