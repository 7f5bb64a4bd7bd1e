import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { findEmbeddedDatabase } from "@/lib/db/embedded";
import { readLockFile } from "@/lib/db/embedded/lock-file";
import { checkInvariants } from "@/scripts/admin/invariants";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer, untilReady } from "../setup/launch";
import { dataOf, post, register, type Target } from "../support/server";
import { KINDS, promised, type Scene, traffic } from "./kill-traffic";

/** KILL_ROUNDS=1000 for a long night. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 25);
const LONGEST_LIFE_MS = 900;
/** The database is checked after the last round, and in a long night every so often: whoever stops it has what it did. */
const CHECK_EVERY = 25;
/** Every key is tried by a call of its own, and there come to be thousands. */
const TRY_KEYS_EVERY = 100;

const folder = temporaryFolder("kills");
const postmaster = () => readLockFile(path.join(folder, "postgres"))?.pid;
let server: LaunchedServer | undefined;

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const launch = () =>
  launchServer({
    FAVCRM_DATA_DIR: folder,
    LOG_LEVEL: "silent",
    FAVCRM_LIMIT_IP_HOUR: "1000000",
    FAVCRM_LIMIT_IP_DAY: "1000000",
  });

const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

async function found(): Promise<{ apiKey: string; serviceId: string }> {
  const { apiKey } = await register("Killed Yoga", { url: server?.url ?? "" });
  const target = { url: server?.url ?? "", key: apiKey };
  const service = await dataOf<{ id: string }>("create_service", { name: "Massage", durationMinutes: 30 }, target);
  const hours = WEEK.map((day) => ({ day, open: "00:00", close: "24:00" }));
  await dataOf("set_opening_hours", { hours }, target);
  return { apiKey, serviceId: service.id };
}

/** Traffic of every kind, a blow at a random moment of it, and the way back; answers with the server that lives on. */
async function playRound(round: number, living: LaunchedServer, scene: Scene): Promise<LaunchedServer> {
  const callers = [...KINDS, ...KINDS].map((kind) => traffic(kind, scene));
  // A slow machine has its first answers late; the blow falls at any moment after one of the round's own kind.
  const kept = promised[KINDS[round % KINDS.length] ?? "services"];
  const before = kept.size;
  const deadline = Date.now() + 20_000;
  while (kept.size === before && Date.now() < deadline) await sleep(10);
  await sleep(Math.random() * LONGEST_LIFE_MS);
  const pid = postmaster();
  const strikesServer = round % 3 !== 1;
  if (strikesServer) living.process.kill("SIGKILL");
  if (round % 3 !== 0 && pid) process.kill(pid, "SIGKILL");
  scene.isOver = true;
  await Promise.all(callers);
  if (strikesServer) return launch();
  await untilReady(living);
  return living;
}

async function idsIn(url: string, sql: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("BEGIN READ ONLY; SET LOCAL ROLE favcrm_system");
  const { rows } = await client.query<{ id: string }>(sql);
  await client.end();
  return new Set(rows.map(({ id }) => id));
}

/** Every record that was acknowledged is there, and the invariants hold. */
async function checkDatabase(): Promise<void> {
  const url = (await findEmbeddedDatabase(folder)) ?? "";
  expect((await checkInvariants(url)).filter(({ breaches }) => breaches.length > 0)).toEqual([]);
  for (const [table, ids] of [
    ["services", promised.services],
    ["bookings", promised.bookings],
    ["verification_requests", promised.requests],
  ] as const) {
    const kept = await idsIn(url, `SELECT id FROM ${table}`);
    expect([table, [...ids].filter((id) => !kept.has(id))]).toEqual([table, []]);
    expect(ids.size, `${table} that were acknowledged`).toBeGreaterThan(0);
  }
}

/** The status with which each key is answered, counted. */
async function statusesOf(keys: Iterable<string>, url: string): Promise<Set<number>> {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_services", arguments: {} } };
  const statuses = new Set<number>();
  for (const key of keys) statuses.add((await post(body, { url, key })).status);
  return statuses;
}

/** Keys that were handed out open their workspace; keys whose end was confirmed open nothing. */
async function checkKeys(url: string): Promise<void> {
  expect(await statusesOf(promised.workspaces, url)).toEqual(new Set([200]));
  expect(await statusesOf(promised.revoked, url)).toEqual(new Set([401]));
}

const isDue = (round: number, every: number): boolean => round % every === 0 || round === ROUNDS;

const totals = (round: number): string =>
  `${round} rounds hold, acknowledged: ${KINDS.map((kind) => `${promised[kind].size} ${kind}`).join(", ")}`;

it(
  `${ROUNDS} times killed at a random moment, the server or PostgreSQL or both: nothing acknowledged is lost, nothing half is left (cases 15, 30, 70)`,
  async () => {
    server = await launch();
    const { apiKey, serviceId } = await found();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const target: Target = { url: server.url, key: apiKey };
      server = await playRound(round, server, { target, serviceId, day: dayAfter(1 + (round % 60)), isOver: false });
      if (isDue(round, CHECK_EVERY)) await checkDatabase();
      if (isDue(round, TRY_KEYS_EVERY)) await checkKeys(server.url);
      if (isDue(round, CHECK_EVERY)) console.log(totals(round));
    }
  },
  ROUNDS * 60_000,
);
