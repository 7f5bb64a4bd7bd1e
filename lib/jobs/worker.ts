import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, makeWorkerUtils, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import pg from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/kernel/log";
import { deliverMail } from "./deliver-mail";
import { observed } from "./observed";
import { purgeOrganisations } from "./purge-organisations";
import { removeExpiredRows } from "./retention";
import { runImports } from "./run-imports";
import { startSweeping } from "./sweep";

export interface Worker {
  /** Ends within a second: a send under way is aborted and its mail given back. */
  stop(): Promise<void>;
  /** Whether wake-ups are heard and the outbox was swept lately. */
  isHealthy(): boolean;
}

export interface WorkerOptions {
  concurrency?: number;
  /** How often lost wake-ups and retries are looked for. */
  sweepEveryMs?: number;
}

const RESTART_AFTER_MS = 2_000;
const STOP_GRACE_MS = 300;
const STALE_AFTER_SWEEPS = 4;

/** The worker's library speaks through our logger; its chatter about every job is for debugging. */
const logger = new Logger(() => (level, message) => {
  if (level === "error") log().error(message);
  else if (level === "warning") log().warn(message);
  else log().debug(message);
});

/**
 * Starts delivering mail and removing expired rows. Rejects when the database cannot be reached now; once it runs, it
 * survives the database's restarts. Any number of workers may run on one database.
 */
export async function startWorker({ concurrency = 4, sweepEveryMs = 5_000 }: WorkerOptions = {}): Promise<Worker> {
  const stopping = new AbortController();
  const sending = new AbortController();
  const pgPool = openPool(concurrency);
  let runner: Runner | undefined = await startRunner(pgPool, concurrency, sending.signal).catch(async (error) => {
    await pgPool.end();
    throw error;
  });
  const supervised = supervise();
  const sweeper = startSweeping({ everyMs: sweepEveryMs, concurrency, signal: stopping.signal });

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      await runner?.promise.catch(() => {});
      runner = undefined;
      if (stopping.signal.aborted) return;
      log().warn("The job runner ended; it is started again");
      await sleep(RESTART_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted)
        runner = await startRunner(pgPool, concurrency, sending.signal).catch(() => undefined);
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    const grace = setTimeout(() => sending.abort(), STOP_GRACE_MS);
    await Promise.allSettled([runner?.stop(), sweeper.finished]);
    await supervised;
    clearTimeout(grace);
    await pgPool.end();
  }

  return {
    stop: () => (stopping.signal.aborted ? supervised : stop()),
    isHealthy: () =>
      runner !== undefined && performance.now() - sweeper.lastSuccessAt() < STALE_AFTER_SWEEPS * sweepEveryMs + 10_000,
  };
}

function openPool(concurrency: number): pg.Pool {
  const connectionString = env().databaseDirectUrl;
  const pool = new pg.Pool({ connectionString, max: concurrency + 2, application_name: "favcrm-worker" });
  const hear = (error: Error) => log().debug({ err: error }, "A connection of the worker was lost");
  // Without listeners a lost connection would end the process.
  pool.on("error", hear).on("connect", (client) => void client.on("error", hear));
  return pool;
}

async function startRunner(pgPool: pg.Pool, concurrency: number, signal: AbortSignal): Promise<Runner> {
  const taskList: TaskList = {
    deliver_mail: observed("deliver_mail", async (payload) => {
      await deliverMail(String((payload as { id?: unknown }).id), signal);
    }),
    run_imports: observed("run_imports", async () => {
      await runImports(signal);
    }),
    remove_expired_rows: observed("remove_expired_rows", async () => {
      log().info({ removed: await removeExpiredRows() }, "Expired rows were removed");
      log().info(
        { organisationIds: await purgeOrganisations() },
        "Organisations deleted 30 days ago were removed for good",
      );
      await forgetFailedJobs(pgPool);
    }),
  };
  const hourly = { task: "remove_expired_rows", match: "23 * * * *", options: { jobKey: "hourly", maxAttempts: 1 } };
  const parsedCronItems = parseCronItems([hourly]);
  return run({ pgPool, concurrency, taskList, parsedCronItems, logger, noHandleSignals: true });
}

/** A wake-up has one attempt: what it could not do, the sweep does. */
async function forgetFailedJobs(pgPool: pg.Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.cleanup({ tasks: ["DELETE_PERMAFAILED_JOBS"] });
  await utils.release();
}
