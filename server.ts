import "server-only";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flushKeyUse } from "@/lib/auth/key-use";
import { writeArchive } from "@/lib/db/archive/write";
import { assertTenantIsolation, closeDatabases, watchPools } from "@/lib/db/client";
import { type EmbeddedDatabase, EmbeddedDatabaseError, startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations, MigrationError } from "@/lib/db/migrate";
import { amendEnvironment, EnvironmentError, env } from "@/lib/env";
import { startTelemetry } from "@/lib/integrations/telemetry";
import { watchOutbox } from "@/lib/jobs/mail-life";
import { startWorker } from "@/lib/jobs/worker";
import { flushAudit } from "@/lib/kernel/audit";
import { log } from "@/lib/kernel/log";
import { bundleFolder } from "@/lib/surfaces/http/client-package";
import { Traffic } from "@/lib/surfaces/http/drain";
import { greeting } from "@/lib/surfaces/http/greeting";
import { Health, type Vitals } from "@/lib/surfaces/http/health";
import { answerClientError, createListener } from "@/lib/surfaces/http/listener";
import { watchProcess } from "@/lib/surfaces/http/metrics";
import { openPages } from "@/lib/surfaces/http/pages";
import { handleMcp } from "@/lib/surfaces/mcp/handler";

// Ordinary requests are held to 30 s at the door; a file may come over a slow line.
const fileTimeoutMs = 300_000;
const requestPatienceMs = 2_500;
const shutdownLimitMs = 4_900;
// npm passes a terminal's Ctrl-C on to us a second time; only a later one means "now".
const repeatedSignalMs = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);
const secondsSince = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1);
const within = (ms: number, work: Promise<unknown> | undefined) => Promise.race([work, sleep(ms)]).catch(() => {});

async function step<T>(name: string, work: () => Promise<T>, result?: (value: T) => string): Promise<T> {
  const begun = performance.now();
  const value = await work();
  say(`  ${name.padEnd(12)} ${(result?.(value) ?? "ready").padEnd(28)} ${secondsSince(begun)} s`);
  return value;
}

async function listen(server: Server): Promise<void> {
  const { host, port } = env();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EADDRINUSE" ? "another program uses it" : error.message;
    throw new EnvironmentError(`PORT ${port} on ${host} cannot be opened: ${reason}. Stop that program or set PORT.`);
  });
}

async function startDatabase(): Promise<EmbeddedDatabase | undefined> {
  const { databaseUrl, dataFolder } = env();
  if (databaseUrl) return undefined;
  const start = () => startEmbeddedDatabase({ dataFolder, log: (line) => say(`  ${line}`) });
  const how = ({ created, adopted }: EmbeddedDatabase) => (created ? "created" : adopted ? "taken over" : "started");
  const database = await step("database", start, (value) => `PostgreSQL ${how(value)}`);
  amendEnvironment({ databaseUrl: database.url, databaseDirectUrl: database.url });
  return database;
}

/** The embedded database has no other keeper than us: what it held before a migration stays beside it as an archive. */
async function saveBefore(migration: string): Promise<void> {
  const file = path.join(env().dataFolder, "backups", `before-${migration}.gz`);
  await writeArchive(env().databaseDirectUrl ?? "", file);
  say(`  What was there before the new version is saved in ${file}`);
}

async function migrate(isEmbedded: boolean): Promise<void> {
  const precaution = isEmbedded ? { beforeChange: saveBefore } : {};
  const apply = () =>
    applyMigrations(env().databaseDirectUrl ?? "", { log: (line) => say(`  ${line}`), ...precaution });
  await step("migrations", apply, (names) => (names.length > 0 ? `${names.length} applied` : "up to date"));
  await assertTenantIsolation();
}

/** Starts everything, serves until a signal comes, and stops everything in the opposite order, PostgreSQL last. */
async function main(): Promise<void> {
  const begun = performance.now();
  const { nodeEnv, role } = env();
  bundleFolder(import.meta.dirname);
  const telemetry = await startTelemetry();
  const traffic = new Traffic();
  watchProcess(traffic);
  watchPools();
  watchOutbox();
  const vitals: Vitals = { started: false, draining: false };
  if (role !== "web") vitals.worker = () => worker?.isHealthy() ?? false;
  const health = new Health(vitals);
  let database: Promise<EmbeddedDatabase | undefined> | undefined;
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;

  const server = createServer({ headersTimeout: 15_000, requestTimeout: fileTimeoutMs, keepAliveTimeout: 65_000 });
  const pages = await openPages(server);
  // While developing, Next answers MCP too, so that a changed operation is served without a restart.
  const mcp = nodeEnv === "development" || role === "worker" ? undefined : handleMcp;
  server.on("request", createListener({ vitals, traffic, health, pages: pages.answer, mcp }));
  server.on("clientError", answerClientError);

  async function stop(): Promise<void> {
    vitals.draining = true;
    await traffic.drain(server, requestPatienceMs);
    await within(1_200, worker?.stop());
    await within(500, Promise.allSettled([flushAudit(), flushKeyUse(), telemetry?.stop()]));
    await within(500, Promise.allSettled([pages.close(), closeDatabases(), health.close()]));
    await (await database?.catch(() => undefined))?.stop();
  }

  let stoppingSince: number | undefined;
  function stopAndExit(code: number): void {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > repeatedSignalMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), shutdownLimitMs).unref();
    stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  }

  await listen(server);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopAndExit(0));
  process.on("unhandledRejection", (error) => log().error({ err: error }, "A promise failed and nobody listened"));
  process.on("uncaughtException", (error) => {
    log().fatal({ err: error }, "The process is in an unknown state and stops");
    stopAndExit(1);
  });

  try {
    database = startDatabase();
    const embedded = await database;
    const pagesReady = step("pages", () => pages.prepare());
    pagesReady.catch(() => {});
    await migrate(embedded !== undefined);
    if (role !== "web") worker = await step("worker", startWorker);
    await pagesReady;
  } catch (error) {
    // A signal in the middle of the start makes later steps fail; whoever sent it is not interested.
    if (vitals.draining) return;
    await stop();
    throw error;
  }
  if (vitals.draining) return;
  vitals.started = true;
  say(greeting(secondsSince(begun)));
}

main().catch((error: unknown) => {
  const isKnown = [EnvironmentError, EmbeddedDatabaseError, MigrationError].some((kind) => error instanceof kind);
  console.error(isKnown ? (error as Error).message : error);
  process.exit(1);
});
