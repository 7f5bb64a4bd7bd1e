import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, findEmbeddedDatabase, startEmbeddedDatabase } from "./embedded";
import { canReach } from "./embedded/account";
import { findPackage, prepareBinaries } from "./embedded/binaries";
import { disownLockFile, isAlive, isServerOf, readLockFile } from "./embedded/lock-file";

const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-embedded-"));
chmodSync(folder, 0o711);
const open: EmbeddedDatabase[] = [];

async function start(name: string, log: (line: string) => void = () => {}): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataFolder: path.join(folder, name), log });
  open.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const database of open.splice(0)) await database.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the embedded database", () => {
  it("keeps data and port from one start to the next", async () => {
    const first = await start("kept");
    expect(first).toMatchObject({ created: true, adopted: false });
    await ask(first.url, "CREATE TABLE kept AS SELECT 'yes' AS word");
    await first.stop();
    await first.stop();
    const second = await start("kept");
    expect(second).toMatchObject({ created: false, adopted: false, url: first.url });
    expect(await ask(second.url, "SELECT word FROM kept")).toEqual([{ word: "yes" }]);
  });

  it("takes another port when its own is taken, and the world finds it there", async () => {
    const first = await start("moved");
    await first.stop();
    const { createServer } = await import("node:net");
    const blocker = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    const second = await start("moved");
    blocker.close();
    expect(second.url).not.toBe(first.url);
    expect(await findEmbeddedDatabase(path.join(folder, "moved"))).toBe(second.url);
  });

  it("is found by programs beside the server only while it runs", async () => {
    expect(await findEmbeddedDatabase(path.join(folder, "nobody home"))).toBeUndefined();
    const database = await start("found");
    expect(await findEmbeddedDatabase(path.join(folder, "found"))).toBe(database.url);
    await database.stop();
    expect(await findEmbeddedDatabase(path.join(folder, "found"))).toBeUndefined();
  });

  it("refuses a second owner and leaves the first alone", async () => {
    const database = await start("owned");
    await expect(start("owned")).rejects.toThrow(/^Another FavCRM is running on the data folder/);
    expect(await ask(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("knows letters beyond ASCII, also where searches by trigram look for them", async () => {
    const { url } = await start("letters");
    await ask(url, "CREATE EXTENSION pg_trgm");
    const [row] = await ask(url, "SELECT length('陳大文') AS length, array_length(show_trgm('陳大文'), 1) > 0 AS seen");
    expect(row).toEqual({ length: 3, seen: true });
  });

  it("is named when its folder holds something else", async () => {
    mkdirSync(path.join(folder, "other/postgres"), { recursive: true });
    writeFileSync(path.join(folder, "other/postgres/letter.txt"), "mine");
    await expect(start("other")).rejects.toThrow(/is not a PostgreSQL data folder/);
    expect(readFileSync(path.join(folder, "other/postgres/letter.txt"), "utf8")).toBe("mine");
  });

  it("writes no row's values to its log", async () => {
    const { url } = await start("quiet");
    await ask(url, "CREATE TABLE people (mail text UNIQUE)");
    const insert = { text: "INSERT INTO people VALUES ($1)", values: ["secret@example.com"] };
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(insert);
    await expect(client.query(insert)).rejects.toThrow(/duplicate key/);
    await client.end();
    const log = readFileSync(path.join(folder, "quiet/postgres.log"), "utf8");
    expect(log).toContain("duplicate key");
    expect(log).not.toContain("secret@example.com");
  });
});

describe("a lock file", () => {
  const cluster = path.join(folder, "lock");
  const write = (pid: number) => {
    mkdirSync(cluster, { recursive: true });
    const lines = [pid, cluster, 1_700_000_000, 54_321, "", "127.0.0.1", "  5432 7", "ready   ", ""];
    writeFileSync(path.join(cluster, "postmaster.pid"), lines.join("\n"));
  };

  it("tells who serves a cluster, and a stranger with the same id is not taken for it", () => {
    write(process.pid);
    expect(readLockFile(cluster)).toEqual({ pid: process.pid, port: 54_321, status: "ready" });
    expect(isAlive(process.pid)).toBe(true);
    expect(isServerOf(cluster, process.pid)).toBe(false);
  });

  it("of a stranger is disowned without losing the rest", () => {
    write(process.pid);
    disownLockFile(cluster);
    const text = readFileSync(path.join(cluster, "postmaster.pid"), "utf8");
    expect(isAlive(Number(text.split("\n")[0]))).toBe(false);
    expect(text).toContain("  5432 7");
  });

  it("that is empty or missing says nothing", () => {
    writeFileSync(path.join(cluster, "postmaster.pid"), "");
    expect(readLockFile(cluster)).toBeUndefined();
    expect(readLockFile(path.join(folder, "no such cluster"))).toBeUndefined();
  });
});

describe("another account", () => {
  const stranger = { uid: 65_533, gid: 65_533, name: "stranger" };

  it("cannot reach what lies behind a closed folder", () => {
    const closed = path.join(folder, "closed/inside");
    mkdirSync(closed, { recursive: true });
    expect(canReach(closed, stranger)).toBe(true);
    chmodSync(path.dirname(closed), 0o700);
    expect(canReach(closed, stranger)).toBe(false);
    expect(canReach(path.join(closed, "not/there/yet"), stranger)).toBe(false);
    expect(canReach(closed, undefined)).toBe(true);
  });

  it("gets a copy of the programs, whole and once, when it cannot reach them", () => {
    const log: string[] = [];
    const { folder: packaged, version } = findPackage();
    const source = { folder: path.join(folder, "package"), version };
    // As npm unpacks it when install scripts are off: no links between the libraries.
    cpSync(packaged, source.folder, { recursive: true, filter: (file) => !lstatSync(file).isSymbolicLink() });
    chmodSync(source.folder, 0o700);
    const options = { source, copyFolder: path.join(folder, "copies"), log: (line: string) => void log.push(line) };
    expect(prepareBinaries({ ...options, account: undefined })).toBe(source.folder);
    const copy = prepareBinaries({ ...options, account: stranger });
    expect(copy).toBe(path.join(folder, "copies", `postgresql-${version}`));
    expect(prepareBinaries({ ...options, account: stranger })).toBe(copy);
    expect(log).toHaveLength(1);
    for (const place of [source.folder, copy]) {
      const { stdout } = spawnSync(path.join(place, "bin/postgres"), ["--version"], { encoding: "utf8" });
      expect(stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);
    }
  });
});
