import type pg from "pg";
import { afterAll, expect, test } from "vitest";
import { env } from "@/lib/env";
import { openScopedPool } from "./scoped-pool";

const pools: pg.Pool[] = [];

function open(loneStatements: "read" | "write", prologue = "SET LOCAL ROLE favcrm_system"): pg.Pool {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    max: 1,
    prologue: () => prologue,
    loneStatements,
    prepares: true,
  });
  pools.push(pool);
  return pool;
}

afterAll(() => Promise.all(pools.map((pool) => pool.end())));

test("a lone read runs under the role and leaves the connection without it", async () => {
  const pool = open("read");
  const { rows } = await pool.query("SELECT current_user AS name, $1::int AS given", [7]);
  expect(rows).toEqual([{ name: "favcrm_system", given: 7 }]);
  expect((await pool.query("SELECT current_setting('transaction_read_only') AS mode")).rows).toEqual([{ mode: "on" }]);
});

test("a text takes values, a statement brings its own", async () => {
  const pool = open("read");
  const text = "SELECT $1::text AS word";
  expect((await pool.query(text, ["beside"])).rows).toEqual([{ word: "beside" }]);
  expect((await pool.query({ text, values: ["within"] })).rows).toEqual([{ word: "within" }]);
  expect((await pool.query({ text, values: ["both"] }, ["both"])).rows).toEqual([{ word: "both" }]);
});

test("a lone write through a reading pool fails instead of being lost", async () => {
  const write = open("read").query("UPDATE organisations SET name = name");
  await expect(write).rejects.toThrow(/read-only transaction/);
});

test("rows are withheld when the role does not take hold", async () => {
  await expect(open("read", "SET LOCAL ROLE nobody_here").query("SELECT 1")).rejects.toThrow(/nobody_here/);
});

test("rows are withheld when BEGIN itself fails, although the statement behind it would run", async () => {
  await expect(open("read", "SETT").query("SELECT 1")).rejects.toThrow(/syntax error/);
});

test("a failed read gives its only connection back, clean", async () => {
  const pool = open("read");
  await expect(pool.query("SELECT 1 / 0")).rejects.toThrow(/division by zero/);
  expect((await pool.query("SELECT current_user AS name")).rows).toEqual([{ name: "favcrm_system" }]);
});

test("a hundred parallel reads over one connection each get their own answer", async () => {
  const pool = open("read");
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => pool.query("SELECT $1::int AS index", [index])),
  );
  expect(answers.map(({ rows }) => rows[0]?.index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

test("a refusing prologue lets nothing through", async () => {
  const pool = openScopedPool({
    connectionString: env().databaseUrl,
    loneStatements: "read",
    prepares: true,
    prologue: () => {
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
  const options = { connectionString: env().databaseUrl, max: 1, prologue: () => "SET LOCAL ROLE favcrm_system" };
  for (const [prepares, prepared] of [
    [true, 1],
    [false, 0],
  ] as const) {
    const pool = openScopedPool({ ...options, loneStatements: "read", prepares });
    pools.push(pool);
    expect((await pool.query(statement)).rows).toEqual([{ prepared }]);
  }
});
