import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { giveTo } from "./account";
import { readPassword, superuser } from "./cluster";
import { EmbeddedDatabaseError } from "./error";
import { disownLockFile, isAlive, isServerOf, readLockFile } from "./lock-file";
import type { Places } from "./places";
import { runTool, toolEnvironment, toolPath } from "./tool";

const host = "127.0.0.1";
const databaseName = "favcrm";
const startTimeoutMs = 120_000;
const staleLockMs = 5_000;
const logLimitBytes = 5_000_000;

/** A running embedded server. */
export type RunningServer = { pid: number; port: number; adopted: boolean };

const settings: Record<string, string> = {
  listen_addresses: host,
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  max_wal_size: "512MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
  // The detail of an error repeats the row's values: names, addresses, hashes.
  log_error_verbosity: "terse",
};

/** The address of a database of this cluster, password included. */
export function addressOf(places: Places, port: number, database = databaseName): string {
  return `postgresql://${superuser}:${encodeURIComponent(readPassword(places))}@${host}:${port}/${database}`;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  probe.listen({ port: 0, host });
  await once(probe, "listening");
  const bound = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (bound === null || typeof bound === "string") throw new EmbeddedDatabaseError("No free port on 127.0.0.1.");
  return bound.port;
}

function readPort(places: Places): number | undefined {
  try {
    const port = Number(readFileSync(places.portFile, "utf8"));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

/** The port of the last start when it is still free, so that other programs find the database where it was. */
async function choosePort(places: Places, fixedPort: number | undefined): Promise<number> {
  if (fixedPort) return fixedPort;
  const kept = readPort(places);
  if (kept && (await isFree(kept))) return kept;
  const port = await findFreePort();
  writeFileSync(places.portFile, `${port}\n`);
  return port;
}

/** Opens one direct connection to the cluster; rejects as `pg` does. */
export async function connect(places: Places, port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: addressOf(places, port, database),
    connectionTimeoutMillis: 5_000,
    application_name: "favcrm supervisor",
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

function openLog(places: Places): number {
  const size = statSync(places.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) renameSync(places.logFile, `${places.logFile}.1`);
  const descriptor = openSync(places.logFile, "a", 0o600);
  giveTo(places.account, places.logFile);
  return descriptor;
}

function launch(places: Places, binaries: string, port: number): ChildProcess {
  const log = openLog(places);
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(toolPath(binaries, "postgres"), ["-D", places.cluster, "-p", String(port), ...options], {
    cwd: places.home,
    uid: places.account?.uid,
    gid: places.account?.gid,
    env: toolEnvironment(),
    // Its own process group: Ctrl-C in our terminal must not stop it before we have finished with it.
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Waits until the server accepts our password; undefined when the process behind it has gone. */
async function waitUntilReady(places: Places, port: number, alive: () => boolean): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    try {
      const client = await connect(places, port, "postgres");
      await client.end();
      return true;
    } catch (error) {
      if (!alive()) return false;
      // 28P01: a server that does not know our password is not ours.
      if ((error as { code?: string }).code === "28P01") return false;
    }
    await sleep(25);
  }
  throw new EmbeddedDatabaseError(
    `PostgreSQL did not become ready within ${startTimeoutMs / 1000} s; see ${places.logFile}`,
  );
}

/** The server that already serves this cluster, left behind by a process that was killed or started by another program. */
export async function findLiveServer(places: Places): Promise<RunningServer | undefined> {
  const lock = readLockFile(places.cluster);
  if (!lock || lock.port === 0 || !isServerOf(places.cluster, lock.pid)) return undefined;
  const ready = await waitUntilReady(places, lock.port, () => isServerOf(places.cluster, lock.pid));
  return ready ? { pid: lock.pid, port: lock.port, adopted: true } : undefined;
}

function lastLogLines(places: Places): string {
  return readFileSync(places.logFile, "utf8").trim().split("\n").slice(-3).join(" | ");
}

function clearForeignLock(places: Places): void {
  const lock = readLockFile(places.cluster);
  if (lock && isAlive(lock.pid) && !isServerOf(places.cluster, lock.pid)) disownLockFile(places.cluster);
}

async function startOnce(places: Places, binaries: string, fixedPort?: number): Promise<RunningServer | undefined> {
  clearForeignLock(places);
  const port = await choosePort(places, fixedPort);
  const child = launch(places, binaries, port);
  let gone = false;
  child.once("exit", () => {
    gone = true;
  });
  child.once("error", () => {
    gone = true;
  });
  const ready = await waitUntilReady(places, port, () => !gone);
  return ready && child.pid ? { pid: child.pid, port, adopted: false } : undefined;
}

/**
 * Answers with the server of this cluster, starting it when none is alive.
 * A lock left by a killed server may name a process that is only just dying, so a refusal is retried for 5 s.
 * With `fixedPort` it comes back where its clients expect it.
 */
export async function ensureServer(places: Places, binaries: string, fixedPort?: number): Promise<RunningServer> {
  const deadline = Date.now() + staleLockMs;
  while (true) {
    const server = (await findLiveServer(places)) ?? (await startOnce(places, binaries, fixedPort));
    if (server) return server;
    if (Date.now() > deadline) {
      throw new EmbeddedDatabaseError(`PostgreSQL does not start: ${lastLogLines(places)} (log: ${places.logFile})`);
    }
    await sleep(200);
  }
}

/** Creates the product's database in a new cluster; does nothing when it is there. */
export async function ensureDatabase(places: Places, port: number): Promise<void> {
  const client = await connect(places, port, "postgres");
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    // 42P04 and 23505: another process created it in this very moment.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  } finally {
    await client.end();
  }
}

async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/**
 * Stops the server: first in the orderly way that disconnects everybody and writes a checkpoint, after 3 s the hard way,
 * from which PostgreSQL recovers at its next start.
 */
export async function stopServer(places: Places, binaries: string, pid: number): Promise<void> {
  if (!isServerOf(places.cluster, pid)) return;
  if (process.platform === "win32") {
    const args = ["stop", "-D", places.cluster, "-m", "fast", "-w", "-t", "4"];
    await runTool(toolPath(binaries, "pg_ctl"), args, { account: places.account, cwd: places.home });
    return;
  }
  process.kill(pid, "SIGINT");
  if (await waitUntilGone(pid, 3_000)) return;
  process.kill(pid, "SIGQUIT");
  await waitUntilGone(pid, 1_000);
}
