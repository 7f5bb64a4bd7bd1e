import "server-only";
import type { z } from "zod";
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
  await db.$queryRaw`SELECT id FROM account_imports WHERE id = ${importId} FOR UPDATE`;
  const job = await db.accountImport.findFirst({ where: { id: importId, status: "running" } });
  if (!job?.uploadId) return false;
  if (!(await isStillAllowed(context, job))) return finish(context, importId, "failed", "forbidden");
  if ((await db.importUpload.count({ where: { id: job.uploadId } })) === 0) {
    return finish(context, importId, "failed", "not_found");
  }
  if (job.lastRow !== chunk.after) throw new Error("Another worker took these rows in");
  const count = chunk.read.length + chunk.broken.length;
  if (count === 0) return finish(context, importId, "done");
  const options = importOptions.parse(job.options);
  const plan = await planRows(context, chunk.read, options);
  const effects = await storeOrStop(context, importId, plan, options);
  if (!effects) return finish(context, importId, "failed", "limit_reached");
  await markRows(context, job.uploadId, effects, heldOf(plan, chunk));
  const created = effects.filter(({ kind }) => kind === "created").length;
  await db.$executeRaw`
    UPDATE account_imports SET last_row = ${chunk.last}, processed_count = processed_count + ${count}::int,
      created_count = created_count + ${created}::int, joined_count = joined_count + ${effects.length - created}::int,
      problem_count = problem_count + ${count - effects.length}::int,
      leased_until = clock_timestamp() + ${LEASE_SECONDS}::int * interval '1 second'
    WHERE id = ${importId}`;
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

/** A key that was revoked, or a person who left, imports nothing more, even what they began before. */
async function isStillAllowed(
  { db }: ImportContext,
  { userId, keyId }: { userId: string | null; keyId: string | null },
) {
  if (userId && !(await db.membership.findFirst({ where: { userId, removedAt: null }, select: { id: true } }))) {
    return false;
  }
  if (!keyId) return true;
  const [key] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM api_keys WHERE id = ${keyId} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;
  return key !== undefined;
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
