import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { readPassword } from "@/lib/db/embedded/cluster";
import { isAlive, readLockFile } from "@/lib/db/embedded/lock-file";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer, spawnServer, untilReady } from "../setup/launch";

const folder = temporaryFolder("lifecycle");
const servers: LaunchedServer[] = [];

async function launch(data: string, more: Record<string, string | undefined> = {}): Promise<LaunchedServer> {
  const server = await launchServer({ FAVCRM_DATA_DIR: path.join(folder, data), ...more });
  servers.push(server);
  return server;
}

afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const clusterOf = (data: string) => path.join(folder, data, "postgres");

function postmasterOf(data: string): number {
  const lock = readLockFile(clusterOf(data));
  if (!lock) throw new Error(`no server runs in ${data}`);
  return lock.pid;
}

async function query(data: string, sql: string): Promise<Record<string, unknown>[]> {
  const cluster = clusterOf(data);
  const client = new pg.Client({
    host: "127.0.0.1",
    port: readLockFile(cluster)?.port,
    user: "favcrm",
    database: "favcrm",
    password: readPassword({ cluster }),
  });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it did not come true in time");
    await sleep(25);
  }
}

describe("a data folder", () => {
  it("is made on the first start, with spaces in its path and without a locale, and is UTF-8 all the same (case 74)", async () => {
    const server = await launch("with space", { LANG: undefined, LC_ALL: undefined });
    const [row] = await query("with space", "SELECT length('陳大文') AS length, upper('zoë') AS upper");
    expect(row).toEqual({ length: 3, upper: "ZOË" });
    expect(server.output()).toContain("PostgreSQL created");
    await server.stop();
  });

  it("keeps its password and its cluster to one user, and listens on this machine only", async () => {
    const server = await launch("private");
    expect(statSync(path.join(clusterOf("private"), "favcrm.password")).mode & 0o777).toBe(0o600);
    expect(statSync(clusterOf("private")).mode & 0o777).toBe(0o700);
    const [row] = await query("private", "SELECT current_setting('listen_addresses') AS addresses");
    expect(row).toEqual({ addresses: "127.0.0.1" });
    const port = readLockFile(clusterOf("private"))?.port;
    const stranger = new pg.Client({ host: "127.0.0.1", port, user: "favcrm", database: "favcrm", password: "wrong" });
    await expect(stranger.connect()).rejects.toMatchObject({ code: "28P01" });
    await server.stop();
  });

  it("survives a first start that was cut off half-way", async () => {
    const unfinished = path.join(folder, "cut off", "postgres.unfinished-4194303");
    mkdirSync(path.join(unfinished, "postgres"), { recursive: true });
    chmodSync(path.join(folder, "cut off"), 0o711);
    writeFileSync(path.join(unfinished, "postgres/PG_VERSION"), "18\n");
    const server = await launch("cut off");
    expect(existsSync(unfinished)).toBe(false);
    await server.stop();
    expect(readdirSync(path.join(folder, "cut off")).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("is used by one process at a time", async () => {
    const first = await launch("shared");
    const second = await spawnServer({ FAVCRM_DATA_DIR: path.join(folder, "shared") });
    servers.push(second);
    await until(() => second.process.exitCode !== null);
    expect(second.process.exitCode).toBe(1);
    expect(second.output().trim().split("\n").at(-1)).toMatch(/^Another FavCRM is running on the data folder/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await first.stop();
  });

  it("stands beside another one, each with its own server", async () => {
    const [left, right] = await Promise.all([launch("left"), launch("right")]);
    expect(postmasterOf("left")).not.toBe(postmasterOf("right"));
    await Promise.all([left.stop(), right.stop()]);
  });
});

describe("kill -9", () => {
  it("of the server leaves PostgreSQL to the next start, with everything in it", async () => {
    const first = await launch("killed");
    await query("killed", "CREATE TABLE kept AS SELECT 42 AS answer");
    const postmaster = postmasterOf("killed");
    await first.stop("SIGKILL");
    expect(isAlive(postmaster)).toBe(true);
    const second = await launch("killed");
    expect(second.output()).toContain("PostgreSQL taken over");
    expect(postmasterOf("killed")).toBe(postmaster);
    expect(await query("killed", "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
    expect(isAlive(postmaster)).toBe(false);
  });

  it("of both, at once, loses nothing that was acknowledged", async () => {
    const first = await launch("both killed");
    await query("both killed", "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(postmasterOf("both killed"), "SIGKILL");
    await first.stop("SIGKILL");
    const second = await launch("both killed");
    expect(await query("both killed", "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it("of PostgreSQL alone is noticed, and the server recovers by itself on the same port", async () => {
    const server = await launch("database killed");
    const { pid, port } = readLockFile(clusterOf("database killed")) ?? {};
    if (!pid) throw new Error("no server");
    process.kill(pid, "SIGKILL");
    await until(() => readLockFile(clusterOf("database killed"))?.pid !== pid);
    await untilReady(server);
    expect(readLockFile(clusterOf("database killed"))?.port).toBe(port);
    expect(server.process.exitCode).toBeNull();
    await server.stop();
  });

  it("leaves a lock whose process id belongs to a stranger now: it is taken over", async () => {
    await (await launch("reused id")).stop();
    const lockFile = path.join(clusterOf("reused id"), "postmaster.pid");
    const lines = [process.pid, clusterOf("reused id"), 1_700_000_000, 54_321, "", "127.0.0.1", "1 1", "ready"];
    writeFileSync(lockFile, lines.join("\n"));
    await (await launch("reused id")).stop();
  });
});

describe("a stop", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("by %s ends everything within 5 s, PostgreSQL last", async (signal) => {
    const server = await launch("stopped");
    const postmaster = postmasterOf("stopped");
    await fetch(`${server.url}/`);
    expect(await server.stop(signal)).toBeLessThan(5_000);
    expect(server.process.exitCode).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
    const log = readFileSync(path.join(folder, "stopped", "postgres.log"), "utf8");
    expect(log.trim().split("\n").at(-1)).toContain("database system is shut down");
  });

  it("in the middle of a start leaves no process behind", async () => {
    const server = await spawnServer({ FAVCRM_DATA_DIR: path.join(folder, "early") });
    servers.push(server);
    await until(() => readLockFile(clusterOf("early")) !== undefined);
    const postmaster = postmasterOf("early");
    expect(await server.stop("SIGINT")).toBeLessThan(5_000);
    await until(() => !isAlive(postmaster), 2_000);
  });
});

it("starts several instances at once on one new database: one migrates, all serve", async () => {
  const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await admin.connect();
  const name = `fresh_${process.pid}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.pathname = name;
  const instances = await Promise.all(
    [1, 2, 3].map((number) => launch(`instance ${number}`, { DATABASE_URL: url.href })),
  );
  const outputs = instances.map((instance) => /migrations +(up to date|\d+ applied)/.exec(instance.output())?.[1]);
  expect(outputs.filter((output) => output === "up to date")).toHaveLength(2);
  for (const instance of instances) expect((await fetch(`${instance.url}/readyz`)).status).toBe(200);
  await Promise.all(instances.map((instance) => instance.stop()));
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});
