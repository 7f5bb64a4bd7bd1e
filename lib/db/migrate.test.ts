import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyMigrations, readMigrations } from "./migrate";

const address = process.env.DATABASE_URL ?? "";
const admin = new pg.Client({ connectionString: address });
const databases: string[] = [];
let folder = "";
let url = "";

async function createDatabase(options = ""): Promise<string> {
  const name = `migrate_${process.pid}_${databases.length}`;
  databases.push(name);
  await admin.query(`CREATE DATABASE ${name} ${options}`);
  const target = new URL(address);
  target.pathname = name;
  return target.href;
}

function writeMigration(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const apply = (log: string[] = []) => applyMigrations(url, { folder, log: (line) => void log.push(line) });

beforeAll(() => admin.connect());
afterAll(async () => {
  for (const name of databases) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});
beforeEach(async () => {
  url = await createDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-migrations-"));
  writeMigration("20260101000000_first", "CREATE TABLE things (id int PRIMARY KEY);");
  return () => rmSync(folder, { recursive: true, force: true });
});

describe("migrations", () => {
  it("apply once, in order, and are remembered the way Prisma does", async () => {
    writeMigration("20260102000000_second", "ALTER TABLE things ADD COLUMN name text;");
    expect(await apply()).toEqual(["20260101000000_first", "20260102000000_second"]);
    expect(await apply()).toEqual([]);
    const rows = await query(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps
       FROM "_prisma_migrations" ORDER BY migration_name`,
    );
    expect(rows).toEqual(
      readMigrations(folder).map(({ name, checksum }) => ({
        migration_name: name,
        checksum,
        finished: true,
        steps: 1,
      })),
    );
  });

  it("may hold functions with semicolons in their bodies", async () => {
    const body = "BEGIN PERFORM 1; RETURN 'a;b'; END";
    writeMigration(
      "20260102000000_function",
      `CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ ${body} $$; SELECT f();`,
    );
    await apply();
    expect(await query("SELECT f()")).toEqual([{ f: "a;b" }]);
  });

  it("leave nothing behind when they fail, and say where", async () => {
    writeMigration("20260102000000_broken", "CREATE TABLE half (id int);\n\nCREATE TABLE oops (id nonsense);");
    await expect(apply()).rejects.toThrow(
      'The migration 20260102000000_broken failed (line 3): type "nonsense" does not exist. Nothing of it was kept.',
    );
    expect(await query("SELECT to_regclass('things') AS first, to_regclass('half') AS half")).toEqual([
      { first: "things", half: null },
    ]);
    writeMigration("20260102000000_broken", "CREATE TABLE half (id int);");
    expect(await apply()).toEqual(["20260102000000_broken"]);
  });

  it("that were changed afterwards stop the start", async () => {
    await apply();
    writeMigration("20260101000000_first", "CREATE TABLE things (id bigint PRIMARY KEY);");
    await expect(apply()).rejects.toThrow(/20260101000000_first was changed after it had been applied/);
  });

  it("that another tool left unfinished stop the start", async () => {
    await apply();
    await query(`UPDATE "_prisma_migrations" SET finished_at = NULL`);
    await expect(apply()).rejects.toThrow(/was begun and never finished/);
  });

  it("of a newer version are mentioned, and the older version still starts", async () => {
    const newer = path.join(folder, "20260103000000_newer");
    cpSync(path.join(folder, "20260101000000_first"), newer, { recursive: true });
    writeFileSync(path.join(newer, "migration.sql"), "CREATE TABLE newer (id int);");
    await apply();
    rmSync(newer, { recursive: true });
    const log: string[] = [];
    expect(await apply(log)).toEqual([]);
    expect(log).toEqual(["The database knows migrations of a newer version: 20260103000000_newer."]);
  });

  it("run in one process when ten start at once", async () => {
    writeMigration("20260102000000_slow", "SELECT pg_sleep(0.2); CREATE TABLE slow (id int);");
    const applied = await Promise.all(Array.from({ length: 10 }, () => apply()));
    expect(applied.filter((names) => names.length > 0)).toEqual([["20260101000000_first", "20260102000000_slow"]]);
  });
});

describe("a database that cannot be used", () => {
  it("is refused when it is not UTF-8, and stays empty", async () => {
    url = await createDatabase("ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0");
    await expect(apply()).rejects.toThrow(/encoded in SQL_ASCII; FavCRM needs UTF8/);
    expect(await query("SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'")).toEqual([{ n: 0 }]);
  });

  it("is named without its password when it does not let us in", async () => {
    const wrong = new URL(url);
    wrong.password = "hunter2";
    const attempt = applyMigrations(wrong.href, { folder, log: () => {} });
    await expect(attempt).rejects.toThrow(
      /^The database at 127\.0\.0\.1:\d+ cannot be reached: password authentication/,
    );
    await expect(attempt).rejects.not.toThrow("hunter2");
  });
});
