import { once } from "node:events";
import { createServer, connect as dial } from "node:net";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { env } from "@/lib/env";
import { poolAcquire } from "@/lib/telemetry/instruments";
import type { Family } from "@/lib/telemetry/metrics";
import { openScopedPool, type ScopedPoolOptions } from "./scoped-pool";

const SYSTEM = "SET LOCAL ROLE favcrm_system";
const pools: pg.Pool[] = [];
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: env().databaseUrl });
  await admin.connect();
});
afterAll(() => admin.end());
// Not waited for: a pool that lost a connection would wait for it for ever.
afterEach(() => {
  for (const pool of pools.splice(0)) void pool.end();
});

/** A pool of one connection, so that whatever is not given back is missed at once. */
function open(loneStatements: "read" | "write", more: Partial<ScopedPoolOptions> = {}): pg.Pool {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    max: 1,
    prologue: () => SYSTEM,
    ...(loneStatements === "read" ? { loneReads: () => ({ role: "favcrm_system" }) } : {}),
    prepares: true,
    ...more,
  });
  pools.push(pool);
  return pool;
}

const ask = async (asked: pg.Pool | pg.PoolClient, sql: string) => (await asked.query(sql)).rows[0]?.answer;
const WHO = "SELECT current_user AS answer";
const PID = "SELECT pg_backend_pid() AS answer";
const end = (pid: unknown) => admin.query("SELECT pg_terminate_backend($1)", [pid]);

describe("a lone write", () => {
  it("runs under the role, and leaves the connection without it", async () => {
    const pool = open("write");
    expect(await ask(pool, WHO)).toBe("favcrm_system");
    const client = await pool.connect();
    expect(await ask(client, WHO)).not.toBe("favcrm_system");
    client.release();
  });

  it("that fails is told so, taken back, and its connection is clean for the next", async () => {
    const pool = open("write", { prologue: () => "SET LOCAL statement_timeout = '7s'" });
    await pool.query("CREATE TEMP TABLE notes (id int)");
    const pid = await ask(pool, PID);
    await expect(pool.query("WITH made AS (INSERT INTO notes VALUES (1)) SELECT 1 / 0")).rejects.toThrow(/zero/);
    expect(await ask(pool, PID)).toBe(pid);
    expect(await ask(pool, "SELECT count(*)::int AS answer FROM notes")).toBe(0);
    await pool.query("INSERT INTO notes VALUES (2)");
    expect(await ask(pool, "SELECT count(*)::int AS answer FROM notes")).toBe(1);
  });

  it("that does not last is no success: what COMMIT refuses reaches the caller, and the connection is given up", async () => {
    const pool = open("write", { prologue: () => "SET LOCAL statement_timeout = '7s'" });
    await pool.query("CREATE TEMP TABLE unique_notes (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    const pid = await ask(pool, PID);
    await expect(pool.query("INSERT INTO unique_notes VALUES (1), (1)")).rejects.toThrow(/duplicate key/);
    expect(await ask(pool, PID)).not.toBe(pid);
  });

  it("whose connection ends under it is told so, and the pool goes on with another", async () => {
    const pool = open("write");
    await expect(pool.query("SELECT pg_terminate_backend(pg_backend_pid())")).rejects.toThrow();
    expect(await ask(pool, WHO)).toBe("favcrm_system");
  });
});

describe("a connection that ends", () => {
  it("while nobody uses it, is replaced, and nobody hears of it", async () => {
    const pool = open("read");
    await end(await ask(pool, PID));
    await vi.waitFor(() => expect(pool.totalCount).toBe(0), { timeout: 20_000 });
    expect(await ask(pool, WHO)).toBe("favcrm_system");
  });

  it("while it is lent out, fails the next statement and nothing else", async () => {
    const pool = open("read");
    const client = await pool.connect();
    const ended = new Promise((resolve) => client.once("end", resolve));
    await end(await ask(client, PID));
    await ended;
    await expect(client.query("SELECT 1")).rejects.toThrow();
    client.release(true);
    expect(await ask(pool, WHO)).toBe("favcrm_system");
  });

  it("in the middle of a read, is not lent out again", async () => {
    const pool = open("read");
    await expect(pool.query("SELECT pg_terminate_backend(pg_backend_pid())")).rejects.toThrow();
    expect(await ask(pool, WHO)).toBe("favcrm_system");
  });
});

describe("a transaction", () => {
  it("begins under the role, however its BEGIN is written", async () => {
    const pool = open("read");
    for (const begin of ["BEGIN", "begin", { text: "BEGIN ISOLATION LEVEL SERIALIZABLE" }]) {
      const client = await pool.connect();
      await client.query(begin);
      expect(await ask(client, WHO)).toBe("favcrm_system");
      await client.query("COMMIT");
      client.release();
    }
  });
});

describe("behind a pooler in transaction mode", () => {
  it("a statement keeps its text and its values, written either way", async () => {
    const pool = open("read", { prepares: false });
    expect(await ask(pool, WHO)).toBe("favcrm_system");
    const named = { name: "known", text: "SELECT $1::int AS answer", values: [7] };
    expect((await pool.query(named)).rows).toEqual([{ answer: 7 }]);
    expect((await pool.query("SELECT $1::int AS answer", [8])).rows).toEqual([{ answer: 8 }]);
  });
});

/** PostgreSQL behind a door that counts what comes through it from our side; and its address. */
async function countingDoor() {
  const target = new URL(env().databaseUrl ?? "");
  const { port, hostname } = target;
  const seen = { packets: 0 };
  const server = createServer((socket) => {
    const inner = dial(Number(port), hostname);
    socket.on("data", () => {
      seen.packets += 1;
    });
    socket.pipe(inner).pipe(socket);
    socket.on("error", () => inner.destroy());
    inner.on("error", () => socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  target.port = String(typeof address === "object" ? address?.port : "");
  return { seen, url: target.href, close: () => server.close() };
}

describe("what a lone read costs", () => {
  it("is one packet with everything in it", async () => {
    const door = await countingDoor();
    const pool = open("read", { connectionString: door.url });
    await ask(pool, WHO);
    const before = door.seen.packets;
    expect(await ask(pool, WHO)).toBe("favcrm_system");
    await ask(pool, WHO);
    expect(door.seen.packets - before).toBe(2);
    door.close();
  });

  it("is no more when it begins a transaction", async () => {
    const door = await countingDoor();
    const client = await open("read", { connectionString: door.url }).connect();
    const before = door.seen.packets;
    await client.query("BEGIN");
    expect(await ask(client, WHO)).toBe("favcrm_system");
    expect(door.seen.packets - before).toBe(1);
    await client.query("COMMIT");
    client.release();
    door.close();
  });

  it("is told in seconds of waiting for a connection, by the pool's name", async () => {
    const pool = open("read", { application_name: `waited-${Math.random()}` });
    const clock = vi.spyOn(performance, "now").mockReturnValueOnce(5_000).mockReturnValueOnce(7_500);
    await pool.query("SELECT 1");
    clock.mockRestore();
    const waits = poolAcquire.read() as Family & { kind: "histogram" };
    const own = waits.distributions.filter(({ values }) => values[0] === pool.options.application_name);
    expect(own).toMatchObject([{ sum: 2.5 }]);
  });
});
