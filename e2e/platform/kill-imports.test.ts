import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { findEmbeddedDatabase } from "@/lib/db/embedded";
import { readLockFile } from "@/lib/db/embedded/lock-file";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, spawnServer, untilReady } from "../setup/launch";
import { dataOf, register, type Target } from "../support/server";

/** IMPORT_KILL_ROUNDS=50 for a long night; each round is one import, killed and taken up again, and its undo likewise. */
const ROUNDS = Number(process.env.IMPORT_KILL_ROUNDS ?? 4);
const BLOWS = 2;
const LONGEST_WAIT_MS = 700;
/** Five parts and a bit: rows that are one person stand in different ones. */
const ROWS = 5_300;
const CHOICES = ["hold", "merge", "link", "share"] as const;

const folder = temporaryFolder("killed-imports");
let server: LaunchedServer | undefined;

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const launch = async () => {
  server = await spawnServer({ FAVCRM_DATA_DIR: folder, LOG_LEVEL: "silent" });
  await untilReady(server, 240_000);
};

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row> {
  const client = new pg.Client({ connectionString: (await findEmbeddedDatabase(folder)) ?? "" });
  await client.connect();
  try {
    await client.query("BEGIN; SET LOCAL ROLE favcrm_system");
    const { rows } = await client.query<Row>(sql, values);
    await client.query("COMMIT");
    return rows[0] as Row;
  } finally {
    await client.end();
  }
}

const isBroken = (row: number) => row % 500 === 7;
const isAgain = (row: number) => row % 250 === 0 && row > 1_300;

/** People with a phone each; some phones are broken, and some belong to somebody of an earlier part. */
function listOf(round: number) {
  const lines = ["Name,Phone,E-mail,Tags"];
  const counts = { people: 0, again: 0, broken: 0 };
  for (let row = 1; row <= ROWS; row++) {
    const phoneOf = (whose: number) => `+8529${String(round % 100).padStart(2, "0")}${String(whose).padStart(5, "0")}`;
    const phone = isBroken(row) ? "8.5E+10" : phoneOf(isAgain(row) ? row - 1_201 : row);
    counts[isBroken(row) ? "broken" : isAgain(row) ? "again" : "people"]++;
    lines.push(`Round ${round} row ${row},${phone},r${round}.${row}@killed.example,Group ${row % 5}`);
  }
  return { text: lines.join("\n"), ...counts };
}

interface Job {
  status: string;
  processed: number;
  created: number;
  linked: number;
  merged: number;
  heldBack: number;
}

const jobOf = async (importId: string, target: Target) =>
  (await dataOf<{ import: Job }>("get_import", { importId }, target)).import;

async function begin(round: number, text: string, target: Target): Promise<string> {
  const { url, uploadId } = await dataOf<{ url: string; uploadId: string }>("create_import_upload", {}, target);
  const sent = await fetch(url, { method: "PUT", body: text });
  expect(sent.status, await sent.text()).toBeLessThan(300);
  const onDuplicate = CHOICES[round % CHOICES.length];
  return (await dataOf<{ importId: string }>("import_accounts", { uploadId, onDuplicate }, target)).importId;
}

/** What is said to be done is what is done, at any moment: both are seen at once. */
async function checkProgress(importId: string): Promise<void> {
  const { said, done } = await ask<{ said: number; done: number }>(
    `SELECT i.processed_count AS said, (SELECT count(*)::int FROM import_rows r WHERE r.upload_id = i.upload_id
       AND (r.account_id IS NOT NULL OR r.held IS NOT NULL)) AS done FROM account_imports i WHERE i.id = $1`,
    [importId],
  );
  expect(done).toBe(said);
}

/** Strikes at a random moment after the work went on, and starts again. The dead one's lease is over at once. */
async function strike(blow: number, goesOn: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await goesOn()) && Date.now() < deadline; ) await sleep(20);
  await sleep(Math.random() * LONGEST_WAIT_MS);
  server?.process.kill("SIGKILL");
  const database = readLockFile(path.join(folder, "postgres"))?.pid;
  if (blow % 2 === 1 && database) process.kill(database, "SIGKILL");
  await launch();
  await ask("UPDATE account_imports SET leased_until = now() WHERE leased_until > now() RETURNING id", []);
}

async function untilOver(importId: string, target: Target): Promise<Job> {
  let job = await jobOf(importId, target);
  for (const deadline = Date.now() + 240_000; /queued|running|undoing/.test(job.status) && Date.now() < deadline; ) {
    await sleep(100);
    const later = await jobOf(importId, target);
    expect(later.processed).toBeGreaterThanOrEqual(job.processed);
    job = later;
  }
  return job;
}

type Stand = Record<"settled" | "held" | "effects" | "customers" | "names" | "contacts" | "mails" | "tags", number>;

/** What stands in the tables of an import's rows, its effects and its customers. */
const standOf = (importId: string, round: number) =>
  ask<Stand>(
    `SELECT (SELECT count(*)::int FROM import_rows r WHERE r.upload_id = i.upload_id AND account_id IS NOT NULL) AS settled,
       (SELECT count(*)::int FROM import_rows r WHERE r.upload_id = i.upload_id AND account_id IS NULL
         AND held IS NOT NULL) AS held,
       (SELECT count(*)::int FROM import_effects e WHERE e.import_id = i.id) AS effects,
       (SELECT count(*)::int FROM accounts a WHERE a.name LIKE $2 AND a.deleted_at IS NULL) AS customers,
       (SELECT count(DISTINCT name)::int FROM accounts a WHERE a.name LIKE $2 AND a.deleted_at IS NULL) AS names,
       (SELECT count(*)::int FROM contacts c JOIN accounts a ON a.id = c.account_id
         WHERE a.name LIKE $2 AND a.deleted_at IS NULL AND c.deleted_at IS NULL) AS contacts,
       (SELECT count(*)::int FROM account_identifiers n WHERE n.value LIKE $3) AS mails,
       (SELECT count(*)::int FROM account_tags t JOIN accounts a ON a.id = t.account_id
         WHERE a.name LIKE $2 AND a.deleted_at IS NULL) AS tags
     FROM account_imports i WHERE i.id = $1`,
    [importId, `Round ${round} row %`, `r${round}.%@killed.example`],
  );

/** What must be there, by the choice for those who are there already. */
function expectedOf(round: number, { people, again, broken }: ReturnType<typeof listOf>) {
  const choice = CHOICES[round % CHOICES.length];
  const created = choice === "share" ? people + again : people;
  const joined = choice === "merge" || choice === "link" ? again : 0;
  const heldBack = ROWS - created - joined;
  expect(heldBack).toBe(broken + (choice === "hold" ? again : 0));
  return {
    job: { created, linked: choice === "link" ? again : 0, merged: choice === "merge" ? again : 0, heldBack },
    stand: {
      settled: created + joined,
      held: heldBack,
      effects: created + joined,
      customers: created,
      names: created,
      contacts: created + (choice === "link" ? again : 0),
      mails: created + (choice === "link" ? again : 0),
    },
  };
}

async function playRound(round: number, key: string): Promise<void> {
  const target = () => ({ url: server?.url ?? "", key });
  const list = listOf(round);
  const expected = expectedOf(round, list);
  const importId = await begin(round, list.text, target());
  for (let blow = 1, seen = 0; blow <= BLOWS; blow++) {
    await strike(round + blow, async () => {
      const { status, processed } = await jobOf(importId, target());
      const goesOn = status === "done" || processed > seen;
      if (goesOn) seen = processed;
      return goesOn;
    });
    await checkProgress(importId);
  }
  expect(await untilOver(importId, target())).toMatchObject({ status: "done", processed: ROWS, ...expected.job });
  expect(await standOf(importId, round)).toMatchObject(expected.stand);
  await dataOf("undo_import", { importId }, target());
  await strike(round, async () => (await standOf(importId, round)).effects < expected.stand.effects);
  expect((await untilOver(importId, target())).status).toBe("undone");
  const nothing = { settled: 0, effects: 0, customers: 0, names: 0, contacts: 0, mails: 0, tags: 0 };
  expect(await standOf(importId, round)).toEqual({ ...nothing, held: expected.stand.held });
}

it(
  `${ROUNDS} imports and their undoing, killed at random moments with or without PostgreSQL: every row is a customer or has its reason, once`,
  async () => {
    await launch();
    const { apiKey } = await register("Killed Imports", { url: server?.url ?? "" });
    for (let round = 0; round < ROUNDS; round++) await playRound(round, apiKey);
  },
  ROUNDS * 300_000,
);
