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
import { randomMailbox } from "../support/workspace";

/** KILL_ROUNDS=1000 for a long night. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 25);
const LONGEST_LIFE_MS = 900;

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

/** The answer's data when the call was acknowledged; undefined when it was refused or nobody was there any more. */
async function acknowledged<Data>(name: string, args: object, target: Target): Promise<Data | undefined> {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  try {
    const response = await post(body, target);
    const { result } = (await response.json()) as {
      result?: { isError?: boolean; structuredContent?: { data?: Data } };
    };
    return result?.isError ? undefined : result?.structuredContent?.data;
  } catch {
    return undefined;
  }
}

/** What the callers were told is done, to be found again after the last round. */
const promised = { services: new Set<string>(), bookings: new Set<string>(), requests: new Set<string>() };

type Kind = keyof typeof promised;

/** One call of each kind; answers with the id of what was acknowledged. */
function call(kind: Kind, target: Target, serviceId: string, start: string): Promise<string | undefined> {
  if (kind === "services") {
    const args = { name: `S ${Math.random()}`, durationMinutes: 30 };
    return acknowledged<{ id: string }>("create_service", args, target).then((data) => data?.id);
  }
  if (kind === "bookings") {
    const customer = { name: `Customer ${Math.random()}`, email: randomMailbox() };
    const args = { serviceId, start, customer };
    return acknowledged<{ id: string }>("create_booking", args, target).then((data) => data?.id);
  }
  const args = { email: randomMailbox(), organisationName: "Killed Yoga", country: "HK" };
  return acknowledged<{ requestId: string }>("register_organisation_request", args, target).then(
    (data) => data?.requestId,
  );
}

async function traffic(
  kind: Kind,
  target: Target,
  serviceId: string,
  day: string,
  isOver: () => boolean,
): Promise<void> {
  for (let hour = 8; !isOver(); hour = hour === 20 ? 8 : hour + 1) {
    const id = await call(kind, target, serviceId, `${day}T${String(hour).padStart(2, "0")}:00`);
    if (id) promised[kind].add(id);
  }
}

const KINDS: readonly Kind[] = ["services", "bookings", "requests"];
const counts = () => KINDS.map((kind) => promised[kind].size);

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

async function idsIn(url: string, sql: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("BEGIN READ ONLY; SET LOCAL ROLE favcrm_system");
  const { rows } = await client.query<{ id: string }>(sql);
  await client.end();
  return new Set(rows.map(({ id }) => id));
}

it(
  `${ROUNDS} times killed at a random moment, the server or PostgreSQL or both: nothing acknowledged is lost, nothing half is left (cases 15, 30, 70)`,
  async () => {
    server = await launch();
    const { apiKey, serviceId } = await found();
    for (let round = 0; round < ROUNDS; round += 1) {
      const target = { url: server.url, key: apiKey };
      let isOver = false;
      const day = dayAfter(1 + (round % 60));
      const callers = [...KINDS, ...KINDS].map((kind) => traffic(kind, target, serviceId, day, () => isOver));
      // A slow machine has its first answers late; the blow falls at any moment after them.
      const before = counts();
      const deadline = Date.now() + 20_000;
      while (counts().some((count, index) => count === before[index]) && Date.now() < deadline) await sleep(10);
      await sleep(Math.random() * LONGEST_LIFE_MS);
      const victims = round % 3 === 0 ? ["server"] : round % 3 === 1 ? ["postgres"] : ["server", "postgres"];
      const pid = postmaster();
      if (victims.includes("server")) server.process.kill("SIGKILL");
      if (victims.includes("postgres") && pid) process.kill(pid, "SIGKILL");
      isOver = true;
      await Promise.all(callers);
      if (victims.includes("server")) server = await launch();
      else await untilReady(server);
    }
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
  },
  ROUNDS * 60_000,
);
