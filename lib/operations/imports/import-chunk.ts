import "server-only";
import type { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { isOperationError } from "@/lib/kernel/errors";
import { doNotWaitForDisk } from "./bulk-writes";
import type { HeldReason } from "./import-view";
import type { Chunk } from "./read-chunk";
import {
  duplicateReason,
  type ImportContext,
  importOptions,
  lockImports,
  planRows,
  type RowEffect,
  reasonsOf,
  storePlan,
  type TakenRows,
} from "./take-rows";

const LEASE_SECONDS = 30;

/**
 * Takes in rows that were read, in one transaction. Returns whether there may be more. Throws when they are no longer the next
 * ones, or not as they were read; then they are to be read anew.
 */
export async function importChunk(context: ImportContext, importId: string, chunk: Chunk): Promise<boolean> {
  const { db, workspace } = context;
  await doNotWaitForDisk(db);
  await lockImports(db, workspace.companyId);
  const job = await takeJob(db, importId);
  if (!job?.uploadId) return false;
  if (!job.isAllowed) return finish(context, importId, "failed", "forbidden");
  if (!job.hasFile) return finish(context, importId, "failed", "not_found");
  if (job.lastRow !== chunk.after) throw new Error("Another worker took these rows in");
  const count = chunk.read.length + chunk.broken.length;
  if (count === 0) return finish(context, importId, "done");
  const options = importOptions.parse(job.options);
  const plan = await planRows(context, chunk.read, options);
  const effects = await storeOrStop(context, importId, plan, options);
  if (!effects) return finish(context, importId, "failed", "limit_reached");
  await markRows(context, job.uploadId, effects, heldOf(plan, chunk));
  const created = effects.filter(({ kind }) => kind === "created").length;
  // A key that was ended since the chunk began takes the chunk with it; the next attempt says why.
  await db.$executeRaw`
    UPDATE account_imports SET last_row = ${chunk.last}, processed_count = processed_count + ${count}::int,
      created_count = created_count + ${created}::int, joined_count = joined_count + ${effects.length - created}::int,
      problem_count = problem_count + ${count - effects.length}::int,
      leased_until = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second'
    WHERE id = ${importId} AND (key_id IS NULL OR favcrm_admit_key(organisation_id, key_id))`;
  return chunk.isFull || finish(context, importId, "done");
}

/** Null when the plan's quota is used up: what was taken in before stays, and the rest waits for a larger plan. */
async function storeOrStop(
  context: ImportContext,
  importId: string,
  plan: TakenRows,
  options: z.output<typeof importOptions>,
): Promise<RowEffect[] | null> {
  try {
    return await storePlan(context, importId, plan, options);
  } catch (error) {
    if (isOperationError(error) && error.code === "limit_reached") return null;
    throw error;
  }
}

interface Job {
  uploadId: string | null;
  lastRow: number;
  options: unknown;
  /** A key that was revoked, or a person who left, imports nothing more, even what they began before. */
  isAllowed: boolean;
  hasFile: boolean;
}

/** The import as it stands, held until the transaction ends; undefined when it is no longer under way. */
async function takeJob(db: DatabaseClient, id: string): Promise<Job | undefined> {
  await db.$queryRaw`SELECT id FROM account_imports WHERE id = ${id} FOR UPDATE`;
  const [job] = await db.$queryRaw<Job[]>`
    SELECT i.upload_id AS "uploadId", i.last_row AS "lastRow", i.options,
      (i.user_id IS NULL OR EXISTS (SELECT FROM memberships m WHERE m.user_id = i.user_id AND m.removed_at IS NULL))
        AND (i.key_id IS NULL OR EXISTS (SELECT FROM api_keys k
          WHERE k.id = i.key_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()))) AS "isAllowed",
      EXISTS (SELECT FROM import_uploads u WHERE u.id = i.upload_id) AS "hasFile"
    FROM account_imports i WHERE i.id = ${id} AND i.status = 'running'`;
  return job;
}

async function finish({ db }: ImportContext, id: string, status: string, failure: string | null = null) {
  await db.$executeRaw`
    UPDATE account_imports SET status = ${status}, failure = ${failure}, finished_at = clock_timestamp(), leased_until = NULL
    WHERE id = ${id}`;
  return false;
}

interface HeldRow {
  row: number;
  held: HeldReason[];
}

function heldOf({ read, duplicates }: TakenRows, { broken }: Chunk): HeldRow[] {
  return [
    ...broken.map(({ row, problem }) => ({ row, held: [{ field: "row", value: "", rule: problem, accountId: null }] })),
    ...read.flatMap(({ row, problems }) => (problems.length > 0 ? [{ row, held: reasonsOf(problems) }] : [])),
    ...duplicates.map((duplicate) => ({ row: duplicate.row, held: [duplicateReason(duplicate)] })),
  ];
}

/**
 * Notes on the file's rows which customers they are now, or why they were held back. Throws when a row is not as it was read:
 * somebody was erased in between, and must not come back.
 */
async function markRows(
  { db }: ImportContext,
  uploadId: string,
  effects: readonly RowEffect[],
  held: readonly HeldRow[],
): Promise<void> {
  const marks = [
    ...effects.map(({ row, accountId, kept }) => ({ row, accountId, held: kept.length > 0 ? reasonsOf(kept) : null })),
    ...held.map((each) => ({ ...each, accountId: null })),
  ];
  const numbers = marks.map(({ row }) => row);
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
  const marked = await db.$executeRaw`
    UPDATE import_rows t SET account_id = m."accountId", held = m.held
    FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) AS m ("row" int, "accountId" text, held jsonb)
    WHERE t.upload_id = ${uploadId} AND t."row" = m."row" AND t."row" BETWEEN ${from}::int AND ${to}::int
      AND t.account_id IS NULL AND (t.problem IS NULL OR m."accountId" IS NULL)`;
  if (marked !== marks.length) throw new Error("The rows of the file changed while they were taken in");
}
