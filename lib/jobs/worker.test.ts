import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { changeSettings, makeCodeRequest, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { type ResendStandIn, startResendStandIn } from "@/lib/integrations/email/testing/resend-stand-in";
import { queueMail } from "@/lib/kernel/outbox";
import { bundle, root } from "@/scripts/lib/bundle.mjs";
import { startWorker, type Worker } from "./worker";

const folder = path.join(root, ".build", `worker-test-${process.pid}`);
let provider: ResendStandIn;
let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
const workers: Worker[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  await bundle({ worker: "lib/jobs/testing/worker-process.ts" }, folder);
  provider = await startResendStandIn();
  database = await takeOwnDatabase();
  changeSettings({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test_key",
    RESEND_BASE_URL: provider.url,
    MAIL_FROM: "FavCRM <hello@example.com>",
    LOG_LEVEL: "silent",
  });
});

beforeEach(async () => {
  await systemDb().outboxMail.deleteMany();
  provider.reset();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

afterAll(async () => {
  await provider.stop();
  await closeDatabases();
  await database.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startWorker>[0] = {}): Promise<Worker> {
  const worker = await startWorker({ sweepEveryMs: 60_000, ...options });
  workers.push(worker);
  return worker;
}

async function startProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(folder, "worker.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function queueCode(to: string): Promise<string> {
  const verificationId = await makeCodeRequest(to);
  return queueMail(systemDb(), { template: "sign_up_code", to, locale: "en", verificationId, lifeSeconds: 600 });
}

const statusOf = async (id: string) => (await systemDb().outboxMail.findUniqueOrThrow({ where: { id } })).status;
const attemptsOf = async (id: string) => (await systemDb().outboxMail.findUniqueOrThrow({ where: { id } })).attempts;

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

const soon = { timeout: 10_000, interval: 50 };

describe("a worker", () => {
  it("is woken by the row itself, at once", async () => {
    const worker = await start();
    expect(worker.isHealthy()).toBe(true);
    // The first sweep is over and the next is a minute away: only the wake-up can deliver in time.
    await sleep(300);
    const id = await queueCode("ada@example.com");
    await expect.poll(() => statusOf(id), soon).toBe("sent");
  });

  it("finds by itself what nobody wakes it for: retries and lost wake-ups", async () => {
    await start({ sweepEveryMs: 100 });
    provider.plan("broken");
    const id = await queueCode("ada@example.com");
    const wakeUps = () => query("SELECT FROM graphile_worker._private_jobs");
    await expect.poll(async () => [await attemptsOf(id), (await wakeUps()).length], soon).toEqual([1, 0]);
    await systemDb().$executeRaw`UPDATE outbox_mails SET next_attempt_at = now() WHERE id = ${id}`;
    await expect.poll(() => statusOf(id), soon).toBe("sent");
  });

  it("shares the work with another without sending anything twice (case 18)", async () => {
    await Promise.all([start({ sweepEveryMs: 20 }), start({ sweepEveryMs: 20 })]);
    const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => queueCode(`reader${index}@example.com`)));
    for (const id of ids) await expect.poll(() => statusOf(id), soon).toBe("sent");
    expect(provider.requests.map((request) => request.idempotencyKey).sort()).toEqual([...ids].sort());
  });

  it("stops within a second though the provider hangs, and leaves the mail to the next", async () => {
    const worker = await start();
    provider.plan("hang");
    const id = await queueCode("ada@example.com");
    await expect.poll(() => provider.requests.length, soon).toBe(1);
    const begun = performance.now();
    await worker.stop();
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(worker.isHealthy()).toBe(false);
    expect(await statusOf(id)).toBe("queued");
    await start({ sweepEveryMs: 100 });
    await expect.poll(() => statusOf(id), soon).toBe("sent");
  });

  it.each([
    ["before the provider has the mail: it is sent once (case 15)", "hang"],
    ["after the provider took it: there is no second mail (case 16)", "accept_then_hang"],
  ] as const)("may be killed with -9 %s", async (_, manner) => {
    provider.plan(manner);
    const child = await startProcess();
    const id = await queueCode("ada@example.com");
    await expect.poll(() => provider.requests.length, soon).toBe(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await statusOf(id)).toBe("queued");

    const next = await start({ sweepEveryMs: 50 });
    await expect.poll(() => next.isHealthy()).toBe(true);
    // The dead process's lease protects the row for half a minute; let that pass.
    expect(provider.requests).toHaveLength(1);
    await systemDb().$executeRaw`UPDATE outbox_mails SET leased_until = now() WHERE id = ${id}`;
    await expect.poll(() => statusOf(id), soon).toBe("sent");
    expect(provider.requests.map((request) => request.idempotencyKey)).toEqual([id, id]);
    expect([...provider.delivered.keys()]).toEqual([id]);
  });

  it("survives a restart of the database", { timeout: 60_000 }, async () => {
    const dataFolder = mkdtempSync(path.join(os.tmpdir(), "favcrm-worker-"));
    let own = await startEmbeddedDatabase({ dataFolder, log: () => {} });
    const before = process.env.DATABASE_URL;
    try {
      await applyMigrations(own.url, { log: () => {} });
      await closeDatabases();
      changeSettings({ DATABASE_URL: own.url });
      await start({ sweepEveryMs: 200 });
      const first = await queueCode("ada@example.com");
      await expect.poll(() => statusOf(first), soon).toBe("sent");

      await own.stop();
      own = await startEmbeddedDatabase({ dataFolder, log: () => {} });
      expect(own.url).toBe(process.env.DATABASE_URL);
      let second = "";
      await expect.poll(async () => (second = await queueCode("bob@example.com").catch(() => "")), soon).not.toBe("");
      await expect.poll(() => statusOf(second), soon).toBe("sent");
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    } finally {
      await closeDatabases();
      changeSettings({ DATABASE_URL: before });
      await own.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });

  it("cannot start without a database, and says so", async () => {
    const before = process.env.DATABASE_URL;
    changeSettings({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
    await expect(startWorker()).rejects.toThrow(/ECONNREFUSED/);
    changeSettings({ DATABASE_URL: before });
  });
});
