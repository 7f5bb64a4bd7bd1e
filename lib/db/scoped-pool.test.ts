import type pg from "pg";
import { afterAll, expect, test, vi } from "vitest";
import { env } from "@/lib/env";
import { openScopedPool } from "./scoped-pool";
import type { Settings } from "./scoped-read";

const pools: pg.Pool[] = [];

const SYSTEM = { role: "favcrm_system" };

function open(settings: Settings = SYSTEM, prepares = true): pg.Pool {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    max: 1,
    prologue: () => "SET LOCAL ROLE favcrm_system",
    loneReads: () => settings,
    prepares,
  });
  pools.push(pool);
  return pool;
}

afterAll(() => Promise.all(pools.map((pool) => pool.end())));

test("a lone read runs under the role and leaves the connection without it", async () => {
  const pool = open();
  const { rows } = await pool.query("SELECT current_user AS name, $1::int AS given", [7]);
  expect(rows).toEqual([{ name: "favcrm_system", given: 7 }]);
  expect((await pool.query("SELECT current_setting('transaction_read_only') AS mode")).rows).toEqual([{ mode: "on" }]);
});

test("a text takes values, a statement brings its own", async () => {
  const pool = open();
  const text = "SELECT $1::text AS word";
  expect((await pool.query(text, ["beside"])).rows).toEqual([{ word: "beside" }]);
  expect((await pool.query({ text, values: ["within"] })).rows).toEqual([{ word: "within" }]);
  expect((await pool.query({ text, values: ["both"] }, ["both"])).rows).toEqual([{ word: "both" }]);
});

test("a lone read says what it was and how many rows it gave", async () => {
  const answer = await open().query("SELECT number FROM generate_series(1, 3) AS number");
  expect(answer).toMatchObject({ command: "SELECT", rowCount: 3 });
});

test.each([
  [true, 4],
  [false, 3],
])("settings are prepared once a connection, or never (%s)", async (prepares, messages) => {
  const pool = open(SYSTEM, prepares);
  const said: unknown[] = [];
  pool.on("connect", (client) => {
    const query = vi.spyOn(client, "query");
    said.push(query.mock.calls);
  });
  for (let read = 0; read < 3; read++) await pool.query("SELECT 1");
  expect(said.flat()).toHaveLength(messages);
});

test("a lone write through a reading pool fails instead of being lost", async () => {
  const write = open().query("UPDATE organisations SET name = name");
  await expect(write).rejects.toThrow(/read-only transaction/);
});

test.each([true, false])("nothing runs when the role does not take hold (prepared: %s)", async (prepares) => {
  const pool = open({ role: "nobody_here" }, prepares);
  await expect(pool.query("SELECT pg_advisory_lock(7117)")).rejects.toThrow(/nobody_here/);
  const locks = "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND objid = 7117";
  expect((await open().query(locks)).rows).toEqual([{ held: 0 }]);
});

test("settings are values: none of them can end the statement that they are part of", async () => {
  const odd = "x'); RESET ROLE; --";
  const { rows } = await open({ ...SYSTEM, "favcrm.organisation_id": odd }).query(
    "SELECT current_user AS name, current_setting('favcrm.organisation_id') AS given",
  );
  expect(rows).toEqual([{ name: "favcrm_system", given: odd }]);
});

test("a second statement does not hide behind the first", async () => {
  await expect(open().query("SELECT 1; SELECT 2")).rejects.toThrow(/multiple commands/);
});

test("a statement that failed to be prepared is prepared again", async () => {
  const pool = open();
  const named = { name: "later", text: "SELECT count(*)::int AS rows FROM tomorrow" };
  await expect(pool.query(named)).rejects.toThrow(/tomorrow/);
  await expect(pool.query(named)).rejects.toThrow(/tomorrow/);
});

test("a failed read gives its only connection back, clean", async () => {
  const pool = open();
  await expect(pool.query("SELECT 1 / 0")).rejects.toThrow(/division by zero/);
  expect((await pool.query("SELECT current_user AS name")).rows).toEqual([{ name: "favcrm_system" }]);
});

test("a hundred parallel reads over one connection each get their own answer", async () => {
  const pool = open();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => pool.query("SELECT $1::int AS index", [index])),
  );
  expect(answers.map(({ rows }) => rows[0]?.index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

test("a refusing prologue lets nothing through", async () => {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    prepares: true,
    prologue: () => "",
    loneReads: () => {
      throw new Error("no tenant");
    },
  });
  pools.push(pool);
  await expect(pool.query("SELECT 1")).rejects.toThrow("no tenant");
});

test("a named statement is prepared, but not where a pooler stands in between", async () => {
  const statement = {
    name: "known",
    text: "SELECT count(*)::int AS prepared FROM pg_prepared_statements WHERE name = 'known'",
  };
  for (const [prepares, prepared] of [
    [true, 1],
    [false, 0],
  ] as const) {
    expect((await open(SYSTEM, prepares).query(statement)).rows).toEqual([{ prepared }]);
  }
});
