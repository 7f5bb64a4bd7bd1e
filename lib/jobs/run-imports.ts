import "server-only";
import { planOf } from "@/lib/auth/plans";
import { Prisma, systemDb } from "@/lib/db/client";
import { log } from "@/lib/kernel/log";
import { inPiece } from "@/lib/kernel/pieces";
import { importChunk } from "@/lib/operations/imports/import-chunk";
import { type Chunk, readChunk } from "@/lib/operations/imports/read-chunk";
import { undoChunk } from "@/lib/operations/imports/undo-chunk";
import { singleton } from "@/lib/singleton";
import { ofLivingOrganisation } from "./living";

/** An import belongs to one worker for this long; every chunk renews it. */
const LEASE_SECONDS = 30;
/** Others have a share of the machine too. */
const MOST_AT_ONCE = 2;
const MOST_FAILURES = 3;
/** After so many parts of an import the planner's picture of the tables is renewed: they may have been empty before. */
const LOOKS = new Set([1, 64]);

interface Job {
  id: string;
  organisationId: string;
  companyId: string;
  status: string;
  country: string | null;
  plan: string;
}

const busy = () => singleton("imports-under-way", () => ({ count: 0 }));

/**
 * Works through the imports that wait, one after the other, until none is left or `signal` aborts. Safe to call at any time
 * from any process: a lease on the import's row, on the database's clock, decides who has it.
 */
export async function runImports(signal?: AbortSignal): Promise<number> {
  const slots = busy();
  if (slots.count >= MOST_AT_ONCE) return 0;
  slots.count++;
  let done = 0;
  try {
    for (let job = await claim(); job && !signal?.aborted; job = await claim()) {
      await runOne(job, signal);
      done++;
    }
  } finally {
    slots.count--;
  }
  return done;
}

async function claim(): Promise<Job | undefined> {
  const [job] = await systemDb().$queryRaw<Job[]>`
    UPDATE account_imports i SET leased_until = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second',
      status = CASE WHEN i.status = 'queued' THEN 'running' ELSE i.status END,
      started_at = coalesce(i.started_at, clock_timestamp())
    FROM (
      SELECT organisation_id, company_id, id FROM account_imports
      WHERE status IN ('queued', 'running', 'undoing') AND (leased_until IS NULL OR leased_until < clock_timestamp())
        AND ${ofLivingOrganisation(Prisma.sql`organisation_id`)}
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) due, organisations o, companies c
    WHERE i.organisation_id = due.organisation_id AND i.company_id = due.company_id AND i.id = due.id
      AND o.id = due.organisation_id AND c.organisation_id = due.organisation_id AND c.id = due.company_id
    RETURNING i.id, i.organisation_id AS "organisationId", i.company_id AS "companyId", i.status, c.country, o.plan`;
  return job;
}

/** Works through one import, chunk by chunk; what was done stays done when the process stops or fails in the middle. */
async function runOne(job: Job, signal?: AbortSignal): Promise<void> {
  const next = job.status === "undoing" ? () => undoNext(job) : importer(job);
  let failures = 0;
  let looking: Promise<void> | undefined;
  for (let isMore = true, parts = 1; isMore && !signal?.aborted && (await isLiving(job)); parts++) {
    try {
      isMore = await next();
      failures = 0;
      if (isMore && LOOKS.has(parts)) looking = look();
      // What was planned for empty tables reads them row by row; later pictures may be made beside the work.
      if (parts === 1) await looking;
    } catch (error) {
      log().warn({ err: error, importId: job.id }, "A part of an import failed");
      if (++failures >= MOST_FAILURES) return giveUp(job);
    }
  }
  await looking;
  if (signal?.aborted) await free(job);
}

/** Whether there is still somebody to work for; what a deleted organisation had under way goes on when it is restored. */
async function isLiving({ organisationId }: Job): Promise<boolean> {
  return (await systemDb().organisation.count({ where: { id: organisationId, deletedAt: null } })) > 0;
}

/** Renews the planner's picture; without it the work is only slower. */
async function look(): Promise<void> {
  try {
    await systemDb().$executeRaw`SELECT favcrm_refresh_statistics()`;
  } catch (error) {
    log().warn({ err: error }, "The statistics of the customers were not renewed");
  }
}

/** Each call takes in the next part. The rows of the one after are read meanwhile, while the database is busy writing. */
function importer({ id, organisationId, companyId, country, plan }: Job): () => Promise<boolean> {
  const workspace = { organisationId, companyId, country, quotas: planOf(plan).quotas };
  const read = (after?: number) => inPiece(workspace, (db) => readChunk({ db, workspace }, id, after));
  let ahead: Promise<Chunk | null> | undefined;
  return async () => {
    const reading = ahead ?? read();
    ahead = undefined;
    const chunk = await reading;
    if (!chunk) return false;
    const following = chunk.isFull ? read(chunk.last) : undefined;
    following?.catch(() => {}); // whoever waits for it hears of it
    const isMore = await inPiece(workspace, (db) => importChunk({ db, workspace }, id, chunk));
    ahead = following;
    return isMore;
  };
}

function undoNext(job: Job): Promise<boolean> {
  return inPiece(job, async (db) => {
    const { isMore } = await undoChunk(db, job.id);
    await db.$executeRaw`
      UPDATE account_imports SET leased_until = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second'
      WHERE id = ${job.id}`;
    if (isMore) return true;
    await db.$executeRaw`
      UPDATE account_imports SET status = 'undone', undone_at = clock_timestamp(), finished_at = clock_timestamp(),
        leased_until = NULL WHERE id = ${job.id}`;
    return false;
  });
}

/** The next worker may take it at once. */
async function free({ id, organisationId }: Job): Promise<void> {
  await systemDb().$executeRaw`
    UPDATE account_imports SET leased_until = NULL WHERE organisation_id = ${organisationId} AND id = ${id}`;
}

/** What cannot be done is not tried for ever; the rows taken in so far stay, and the import can be called again. */
async function giveUp({ id, organisationId }: Job): Promise<void> {
  log().error({ importId: id }, "An import was given up");
  await systemDb().$executeRaw`
    UPDATE account_imports SET status = 'failed', failure = 'internal', finished_at = clock_timestamp(), leased_until = NULL
    WHERE organisation_id = ${organisationId} AND id = ${id} AND status IN ('running', 'undoing')`;
}
