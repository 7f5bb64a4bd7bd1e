import { spawnSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPassword } from "@/lib/db/embedded/cluster";
import { readLockFile } from "@/lib/db/embedded/lock-file";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer, untilReady } from "../setup/launch";
import { dataOf, post, register, type Target } from "../support/server";

/** What became of one call: it was done, or it was refused in a way that says "again later". Anything else is a fault. */
type Outcome = "done" | "unavailable";

async function call(name: string, args: object, target: Target): Promise<Outcome> {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  const response = await post(body, target);
  const text = await response.text();
  expect(text).not.toMatch(/\bat .*\.(ts|mjs|js):\d+|SELECT |INSERT |UPDATE |prisma/i);
  if (response.status === 503) return "unavailable";
  expect(response.status, text).toBe(200);
  const { result } = JSON.parse(text) as { result?: { structuredContent?: { error?: { kind: string } } } };
  const error = result?.structuredContent?.error;
  if (!error) return "done";
  expect(error, text).toMatchObject({ kind: "unavailable" });
  return "unavailable";
}

async function until(condition: () => Promise<boolean>, timeoutMs = 45_000, everyMs = 100): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error("it did not come true in time");
    await sleep(everyMs);
  }
}

async function connect(cluster: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: readLockFile(cluster)?.port,
    user: "favcrm",
    database: "favcrm",
    password: readPassword({ cluster }),
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Opens connections until PostgreSQL has none left to give. */
async function takeAll(cluster: string, takers: pg.Client[]): Promise<void> {
  for (;;) {
    const taker = await connect(cluster).catch(() => undefined);
    if (!taker) return;
    takers.push(taker);
  }
}

async function keyNames(target: Target): Promise<string[]> {
  const { items } = await dataOf<{ items: { name: string }[] }>("list_api_keys", { limit: 100 }, target);
  return items.map((item) => item.name);
}

describe("when the database goes away", () => {
  const data = temporaryFolder("loss");
  const cluster = path.join(data, "postgres");
  let server: LaunchedServer;
  let target: Target;

  beforeAll(async () => {
    server = await launchServer({ FAVCRM_DATA_DIR: data, DATABASE_POOL_SIZE: "2", LOG_LEVEL: "silent" });
    const { apiKey } = await register("Loss Yoga", { url: server.url });
    target = { url: server.url, key: apiKey };
  });
  afterAll(async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("killed or restarted again and again under traffic, it loses nothing that was acknowledged and comes back by itself (case 70)", async () => {
    const acknowledged: string[] = [];
    // SIGINT is an orderly restart: PostgreSQL ends every session and writes down what it has.
    for (const [round, blow] of (["SIGKILL", "SIGINT", "SIGKILL"] as const).entries()) {
      const pid = readLockFile(cluster)?.pid;
      const before = acknowledged.length;
      let isOver = false;
      const callers = Array.from({ length: 3 }, async (_, caller) => {
        for (let turn = 0; !isOver; turn += 1) {
          const name = `round ${round} caller ${caller} key ${turn}`;
          const outcome = await call("create_api_key", { name, scopes: ["bookings:read"] }, target);
          if (outcome === "done") acknowledged.push(name);
        }
      });
      // The blow falls as soon as something was acknowledged, while other calls are under way.
      await until(async () => acknowledged.length > before, 45_000, 5);
      if (pid) process.kill(pid, blow);
      isOver = true;
      await Promise.all(callers);
      await until(async () => ![undefined, pid].includes(readLockFile(cluster)?.pid));
      await untilReady(server);
      await until(async () => (await call("list_api_keys", {}, target)) === "done");
    }
    expect(await keyNames(target)).toEqual(expect.arrayContaining(acknowledged));
  });

  it("says so at /readyz when the database does not answer, and stays alive", async () => {
    const admin = await connect(cluster);
    const { rows } = await admin.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'favcrm-health'",
    );
    await admin.end();
    // The one that would take new connections, and those that hold the check's own.
    const frozen = [readLockFile(cluster)?.pid ?? 0, ...rows.map((row) => row.pid)];
    for (const pid of frozen) process.kill(pid, "SIGSTOP");
    try {
      const ready = await fetch(`${server.url}/readyz`);
      expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([503, "not_ready"]);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    } finally {
      for (const pid of frozen) process.kill(pid, "SIGCONT");
    }
    await untilReady(server);
  });

  it("read-only, it refuses writes, serves reads, and takes writes again afterwards (case 70)", async () => {
    const admin = await connect(cluster);
    const setReadOnly = async (value: "on" | "off") => {
      await admin.query("SET default_transaction_read_only = off");
      await admin.query(`ALTER DATABASE favcrm SET default_transaction_read_only = ${value}`);
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'favcrm' AND pid <> pg_backend_pid()",
      );
    };
    const write = () => call("create_api_key", { name: "read-only?", scopes: ["bookings:read"] }, target);
    try {
      await setReadOnly("on");
      await until(async () => (await call("list_services", {}, target)) === "done");
      expect(await write()).toBe("unavailable");
      expect(await keyNames(target)).not.toContain("read-only?");
    } finally {
      await setReadOnly("off");
      await admin.end();
    }
    await until(async () => (await write()) === "done");
    expect((await keyNames(target)).filter((name) => name === "read-only?")).toHaveLength(1);
  });

  it("with every connection of PostgreSQL taken, it says so, loses nothing, and comes back when one is free (cases 69, 70)", async () => {
    const admin = await connect(cluster);
    const takers: pg.Client[] = [];
    const acknowledged: string[] = [];
    const write = async () => {
      const name = `crowded ${acknowledged.length}`;
      const outcome = await call("create_api_key", { name, scopes: ["bookings:read"] }, target);
      if (outcome === "done") acknowledged.push(name);
      return outcome;
    };
    try {
      await until(async () => {
        await takeAll(cluster, takers);
        // The server's own connections go, and before it has new ones the places are taken.
        await admin.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'favcrm-%'",
        );
        await takeAll(cluster, takers);
        return (await write()) === "unavailable";
      });
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    } finally {
      await Promise.all(takers.map((taker) => taker.end()));
      await admin.end();
    }
    await until(async () => (await write()) === "done");
    expect(await keyNames(target)).toEqual(expect.arrayContaining(acknowledged));
  });

  it("without a free connection, callers are told to come back, and the pool recovers (case 69)", async () => {
    const blocker = await connect(cluster);
    await blocker.query("BEGIN; LOCK TABLE services IN ACCESS EXCLUSIVE MODE");
    const calls = Promise.all(Array.from({ length: 12 }, () => call("list_services", {}, target)));
    // The first two hold the pool's connections; the others may not wait for ever.
    const firstRefusal = new Promise<void>((resolve) => {
      void calls.then(() => resolve());
    });
    await Promise.race([firstRefusal, sleep(12_000)]);
    await blocker.query("ROLLBACK");
    await blocker.end();
    const outcomes = await calls;
    expect(outcomes).toContain("unavailable");
    await until(async () => (await call("list_services", {}, target)) === "done", 15_000);
  });
});

/** A small disk of our own; false where mounting is not allowed. */
function mountSmallDisk(folder: string): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=160m,mode=0755", "tmpfs", folder]).status === 0;
}

const disk = temporaryFolder("disk");
const hasDisk = mountSmallDisk(disk);

describe.runIf(hasDisk)("when the disk is full", () => {
  let server: LaunchedServer;
  let target: Target;

  beforeAll(async () => {
    server = await launchServer({ FAVCRM_DATA_DIR: disk, LOG_LEVEL: "silent" });
    const { apiKey } = await register("Full Disk Yoga", { url: server.url });
    target = { url: server.url, key: apiKey };
  });
  afterAll(async () => {
    await server?.stop();
    spawnSync("umount", [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it("writes are refused or done, never half, and it recovers when there is room again (case 70)", async () => {
    const ballast = path.join(disk, "ballast");
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 4096));
    const acknowledged: string[] = [];
    let refused = 0;
    for (let index = 0; index < 400 && refused < 3; index += 1) {
      const name = `full ${index}`;
      const outcome = await call("create_api_key", { name, scopes: ["bookings:read"] }, target);
      if (outcome === "done") acknowledged.push(name);
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    rmSync(ballast);
    await until(async () => (await call("create_api_key", { name: "room again" }, target)) === "done");
    const names = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await dataOf<{ items: { name: string }[]; nextCursor?: string }>(
        "list_api_keys",
        { limit: 100, ...(cursor ? { cursor } : {}) },
        target,
      );
      for (const item of page.items) names.add(item.name);
      cursor = page.nextCursor;
    } while (cursor);
    expect([...acknowledged, "room again"].filter((name) => !names.has(name))).toEqual([]);
  });
});
