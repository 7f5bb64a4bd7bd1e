import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import type { ImportTarget } from "./import";
import type { ReadRow } from "./read-row";
import { type ImportContext, importOptions, readCustomers, readingOf } from "./take-rows";

const CHUNK = 1_000;

/** The next rows of a file's import, read and not yet looked at beside the customers. */
export interface Chunk {
  /** The row before the first one, and the last one. */
  after: number;
  last: number;
  /** Rows that stand in the file but could not be read. */
  broken: { row: number; problem: string }[];
  read: ReadRow[];
  isFull: boolean;
}

/**
 * Reads the rows behind `after`, or behind the last one that was taken in. Null when the import is no longer under way. It
 * writes nothing and depends on no customer, so it may run while the rows before are written.
 */
export async function readChunk(context: ImportContext, importId: string, from?: number): Promise<Chunk | null> {
  const { db } = context;
  const job = await db.accountImport.findFirst({ where: { id: importId, status: "running" } });
  if (!job?.uploadId) return null;
  const upload = await db.importUpload.findFirst({ where: { id: job.uploadId }, select: { columns: true } });
  const after = from ?? job.lastRow;
  const rows = await rowsBehind(db, job.uploadId, after);
  const mapping = z.record(z.string(), z.string()).parse(job.mapping) as Record<string, ImportTarget>;
  const reading = await readingOf(context, upload?.columns ?? [], mapping, importOptions.parse(job.options));
  const readable = rows.filter(({ problem }) => problem === null);
  return {
    after,
    last: rows.at(-1)?.row ?? after,
    broken: rows.flatMap(({ row, problem }) => (problem === null ? [] : [{ row, problem }])),
    read: await readCustomers(readable, reading),
    isFull: rows.length === CHUNK,
  };
}

interface StoredRow {
  row: number;
  cells: string[];
  problem: string | null;
}

/** As one text: taken apart value by value they cost a multiple of it. */
async function rowsBehind(db: DatabaseClient, uploadId: string, after: number): Promise<StoredRow[]> {
  const [found] = await db.$queryRaw<{ rows: string }[]>`
    SELECT coalesce(json_agg(r ORDER BY r."row"), '[]')::text AS rows FROM (
      SELECT "row", cells, problem FROM import_rows
      WHERE upload_id = ${uploadId} AND "row" > ${after}::int AND account_id IS NULL ORDER BY "row" LIMIT ${CHUNK}::int
    ) AS r`;
  return JSON.parse(found?.rows ?? "[]") as StoredRow[];
}
