import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { makeWorkspace } from "@/e2e/support/workspace";
import { closeDatabases } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { flushAudit } from "@/lib/kernel/audit";
import type { Caller } from "@/lib/kernel/context";
import { CASES, type Case } from "./customers/cases";
import { fill, NEIGHBOURS } from "./customers/fill";
import { numbered } from "./customers/people";
import { type Finding, renderFindings } from "./customers/report";
import { summarize } from "./statistics";

const { values } = parseArgs({
  options: {
    /** Keeps the filled database, for the next run. */
    keep: { type: "string" },
    rounds: { type: "string", default: "100" },
    only: { type: "string" },
  },
});
const ROUNDS = Number(values.rounds);
const WARM_UP = 10;
const TRIES = 9;

const say = (line: string) => process.stderr.write(`  ${line}\n`);
const folder = values.keep ?? mkdtempSync(path.join(tmpdir(), "favcrm-bench-customers-"));

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

/** The caller of a filled company; another run may have filled it. */
async function callerOfBig(url: string): Promise<Caller> {
  const note = path.join(folder, "bench-caller.json");
  if (existsSync(note)) {
    const kept = JSON.parse(readFileSync(note, "utf8")) as Caller & { scopes: string[] };
    return { ...kept, scopes: new Set(kept.scopes) } as unknown as Caller;
  }
  const { caller, organisationId, companyId } = await makeWorkspace("A million customers");
  await fill(url, { organisationId, companyId }, say);
  writeFileSync(note, JSON.stringify({ ...caller, scopes: [...caller.scopes] }));
  return caller;
}

/** Somebody of a small organisation beside it. */
function neighbour(caller: Caller, index: number): Caller {
  if (!caller.workspace) throw new Error("no workspace");
  const ids = { organisationId: numbered("org", index + 1), companyId: numbered("co", index + 1) };
  return { ...caller, workspace: { ...caller.workspace, ...ids } };
}

async function measure(each: Case, caller: Caller, byHand: pg.Client): Promise<Finding> {
  // Small organisations ask first, so that plans are not made for the big one alone.
  for (let round = 0; round < WARM_UP * 2; round++) {
    await each.ask(neighbour(caller, round % NEIGHBOURS), each.input(round)).catch(() => {});
  }
  const tenant = [caller.workspace?.organisationId, caller.workspace?.companyId];
  const byHandTimed = (index: number, asked: Record<string, unknown>) =>
    timed(async () => {
      const text = each.statements[index] ?? "";
      const parameters = [...tenant, ...each.values(asked)];
      const name = `${CASES.indexOf(each)} ${index}`;
      return (await byHand.query<Record<string, unknown>>({ name, text, values: parameters })).rows;
    });
  const fastest = await fastestForm(each, (index, asked) => byHandTimed(index, asked));
  const ours: number[] = [];
  const theirs: number[] = [];
  let differing = 0;
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const asked = each.input(round + WARM_UP);
    const [ms, answer] = await timed(() => each.ask(caller, asked));
    const [handMs, rows] = await byHandTimed(fastest, asked);
    if (round < 0) continue;
    ours.push(ms);
    theirs.push(handMs);
    const own = each.ofAnswer(answer);
    if (own !== null && JSON.stringify(own) !== JSON.stringify(each.ofRows(rows))) differing++;
  }
  return { title: each.title, ours: summarize(ours), byHand: summarize(theirs), differing };
}

/** Which of the statements answers fastest at its worst, of a few tries each. */
async function fastestForm(
  each: Case,
  ask: (index: number, asked: Record<string, unknown>) => Promise<[ms: number, rows: unknown]>,
): Promise<number> {
  const worst: number[] = [];
  for (const index of each.statements.keys()) {
    const tries: number[] = [];
    for (let round = 0; round < TRIES; round++) tries.push((await ask(index, each.input(round)))[0]);
    worst.push(Math.max(...tries.slice(1)));
  }
  return worst.indexOf(Math.min(...worst));
}

const database = await startEmbeddedDatabase({ dataFolder: folder, log: () => {} });
try {
  await applyMigrations(database.url, { log: () => {} });
  process.env.DATABASE_URL = database.url;
  process.env.FAVCRM_DATA_DIR = folder;
  process.env.LOG_LEVEL ??= "silent";
  const caller = await callerOfBig(database.url);
  const byHand = new pg.Client({ connectionString: database.url });
  await byHand.connect();
  const chosen = CASES.filter(({ title }) => values.only === undefined || title.includes(values.only));
  const findings: Finding[] = [];
  for (const each of chosen) {
    const finding = await measure(each, caller, byHand);
    findings.push(finding);
    process.stdout.write(`${JSON.stringify(finding)}\n`);
  }
  await byHand.end();
  if (values.only === undefined) writeFileSync("bench/CUSTOMERS.md", renderFindings(findings, ROUNDS));
} finally {
  await flushAudit();
  await closeDatabases();
  await database.stop();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
