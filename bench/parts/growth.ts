import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeWorkspace } from "@/e2e/support/workspace";
import { makeServices } from "../fill";
import { type Comparison, compare, drive, type Turns } from "../measures";
import { multiply, tidy } from "../multiply";
import { startBundle } from "../programs";
import type { Part } from "../section";
import { type Subject, subjectOf } from "../subjects";
import { HEAD, numbersOf, table } from "../tables";
import { roundsOf, type Target, withinTenth } from "../targets";

const warmUp = (subjects: readonly Subject[], turns: Turns) =>
  compare(subjects, { ...turns, rounds: 1, roundMs: 1_000 });

function section(heading: string, lead: string, what: string, found: Comparison, targets: Target[] = []) {
  const rows = [...found.rounds.keys()].map((id) => [id, ...numbersOf(roundsOf(found.rounds, id))]);
  const body = `${lead}\n\n${table([what, ...HEAD], rows)}`;
  return { heading, body, targets, othersAtMost: found.othersAtMost };
}

/** Both processes are new, and what they do is still being compiled: what a call costs then says nothing of the tools. */
const CALLS_OF_YOUTH = 3_000;

/** What 200 registered operations cost a call, against 20: the endpoint alone, in turns. */
export const tools: Part = {
  name: "tools",
  async measure({ stage, plan }) {
    const { databaseUrl } = stage;
    const few = await startBundle("many-tools", { databaseUrl, tools: 20 });
    const many = await startBundle("many-tools", { databaseUrl, tools: 200 });
    try {
      const subjects = [
        subjectOf(stage, "read", "20", "", few, "/mcp"),
        subjectOf(stage, "read", "200", "", many, "/mcp"),
      ];
      for (const subject of subjects) await drive(subject, { durationMs: 60_000, maxCalls: CALLS_OF_YOUTH });
      const found = await compare(subjects, { ...plan.growth, rounds: 2 * plan.growth.rounds });
      const lead = "list_services behind the endpoint alone, 8 calls at a time.";
      const promise = "cost of a call with 200 operations instead of 20";
      return section("More tools", lead, "registered operations", found, [
        withinTenth(found.rounds, promise, ["200", "20"]),
      ]);
    } finally {
      await few.stop();
      await many.stop();
    }
  },
};

const tenTo = (power: number) => 10 ** power;
const spelled = (count: number) => count.toLocaleString("en");
/** What a company's own rows cost its calls: companies of 1,000 to 1,000,000 services in one database, in turns. */
export const rows: Part = {
  name: "rows",
  async measure({ stage, cast, plan }) {
    const subjects: Subject[] = [];
    for (const power of plan.rowPowers) {
      const workspace = await makeWorkspace(`Ten to the ${power}`);
      await makeServices(workspace, tenTo(power));
      const id = spelled(tenTo(power));
      subjects.push(subjectOf({ ...stage, workspace }, "read", id, "", await cast.product(), "/mcp"));
    }
    await tidy(stage.databaseUrl);
    await warmUp(subjects, plan.growth);
    const found = await compare(subjects, plan.growth);
    const lead = "list_services of companies of different size in one database, 8 calls at a time.";
    return section("More rows", lead, "services of the company", found);
  },
};

const SERVICES_OF_A_SMALL_ONE = 21;

/** What many tenants cost: the calls come with one key, then with more and more different ones. */
export const tenants: Part = {
  name: "tenants",
  async measure({ stage, cast, plan }) {
    const most = tenTo(Math.max(...plan.tenantPowers));
    const original = await makeWorkspace("Tenant");
    await makeServices(original, SERVICES_OF_A_SMALL_ONE);
    const keys = await multiply(stage.databaseUrl, original, most);
    await tidy(stage.databaseUrl);
    const product = await cast.product();
    const subjects = plan.tenantPowers.map((power): Subject => {
      const file = path.join(stage.folder, `keys-${power}.txt`);
      writeFileSync(file, keys.slice(0, tenTo(power)).join("\n"));
      const subject = subjectOf(stage, "read", spelled(tenTo(power)), "", product, "/mcp");
      const headers = { authorization: "Bearer {line}" };
      return { ...subject, call: { ...subject.call, headers, lines: { file, from: 0 }, says: '"renderType":"table"' } };
    });
    await warmUp(subjects, plan.growth);
    const found = await compare(subjects, plan.growth);
    const lead = `list_services with the keys of so many workspaces in turn, out of ${spelled(most)} in the database, 8 calls at a time.`;
    return section("More tenants", lead, "workspaces that call", found);
  },
};

const CONNECTIONS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What more callers at a time cost. */
export const connections: Part = {
  name: "connections",
  async measure({ stage, cast, plan }) {
    const product = await cast.product();
    const all: Comparison = { rounds: new Map(), othersAtMost: 0 };
    for (const count of CONNECTIONS) {
      const subject = subjectOf(stage, "read", String(count), "", product, "/mcp");
      const found = await compare([subject], { ...plan.growth, connections: count });
      all.rounds.set(subject.id, roundsOf(found.rounds, subject.id));
      all.othersAtMost = Math.max(all.othersAtMost, found.othersAtMost);
    }
    const lead = "list_services with one key from so many connections, each with one call at a time.";
    return section("More connections", lead, "connections", all);
  },
};
