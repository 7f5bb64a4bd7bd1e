import "server-only";
import { setImmediate as breathe } from "node:timers/promises";
import { OperationError } from "@/lib/kernel/errors";
import { inPiece } from "@/lib/kernel/pieces";
import { doNotWaitForDisk, keepPlans } from "./bulk-writes";
import type { Encoding } from "./files/encoding";
import { readTable, type TableHead, type TableRow } from "./files/read-table";
import { KEPT_DAYS } from "./upload";

const BATCH = 1_000;
/** Others are served after so many rows. */
const BREATH = 50;

/** The link that a file came through. */
export interface OpenUpload {
  uploadId: string;
  organisationId: string;
  companyId: string;
}

/** What the sender of a file is told. */
export interface TakenFile extends TableHead {
  uploadId: string;
  rowCount: number;
  unreadableRows: number;
}

/**
 * Reads a file and keeps its rows. When it cannot be read, nothing of it stays, the link waits
 * again, and the reason is kept and thrown.
 */
export async function takeInFile(upload: OpenUpload, chunks: readonly Buffer[], told?: Encoding): Promise<TakenFile> {
  const { uploadId } = upload;
  try {
    await inPiece(upload, (db) => db.importRow.deleteMany({ where: { uploadId } }));
    const { head, rows } = await readTable(chunks, told);
    const counts = await keepAll(upload, rows);
    if (counts.rowCount === 0) {
      throw new OperationError("invalid_input", {
        message: "The file holds a header and no rows.",
        hint: "Send a file with at least one row below the header.",
        details: { field: "file" },
      });
    }
    await finish(upload, head, counts.rowCount, chunks);
    return { uploadId, ...head, ...counts };
  } catch (error) {
    await giveBack(upload, error instanceof OperationError ? error.message : "The file could not be read to its end.");
    throw error;
  }
}

/** Keeps rows, a batch in each transaction; the next batch is read while the one before is written. */
async function keepAll(upload: OpenUpload, rows: AsyncIterable<TableRow>) {
  const counts = { rowCount: 0, unreadableRows: 0 };
  let batch: TableRow[] = [];
  let keeping: Promise<unknown> = Promise.resolve();
  try {
    for await (const row of rows) {
      batch.push(row);
      counts.rowCount++;
      if (row.problem) counts.unreadableRows++;
      if (counts.rowCount % BREATH === 0) await breathe();
      if (batch.length < BATCH) continue;
      await keeping;
      keeping = keepRows(upload, batch);
      batch = [];
    }
    await keeping;
    await keepRows(upload, batch);
    return counts;
  } finally {
    // What is being written must not come after it was all taken away.
    await Promise.allSettled([keeping]);
  }
}

function keepRows(upload: OpenUpload, rows: readonly TableRow[]): Promise<unknown> {
  const { organisationId, companyId, uploadId } = upload;
  return inPiece(upload, async (db) => {
    await doNotWaitForDisk(db);
    await keepPlans(db);
    await db.$executeRaw`
      INSERT INTO import_rows (organisation_id, company_id, upload_id, "row", line, cells, problem)
      SELECT ${organisationId}, ${companyId}, ${uploadId}, "row", line, cells, problem
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("row" int, line int, cells text[], problem text)`;
  });
}

function finish(upload: OpenUpload, head: TableHead, rowCount: number, chunks: readonly Buffer[]): Promise<unknown> {
  const byteCount = chunks.reduce((sum, { length }) => sum + length, 0);
  const { format, encoding, separator, columns, remarks } = head;
  return inPiece(
    upload,
    (db) => db.$executeRaw`
      UPDATE import_uploads SET status = 'ready', leased_until = NULL, failure = NULL, received_at = now(),
        delete_after = now() + ${KEPT_DAYS}::int * interval '1 day', format = ${format}, encoding = ${encoding},
        separator = ${separator}, byte_count = ${byteCount}, row_count = ${rowCount}, columns = ${columns}::text[],
        remarks = ${remarks}::text[]
      WHERE id = ${upload.uploadId}`,
  );
}

/** Lets the link wait again after a file that broke off or could not be read. */
export async function giveBack(upload: OpenUpload, failure: string): Promise<void> {
  await inPiece(upload, async (db) => {
    await db.importRow.deleteMany({ where: { uploadId: upload.uploadId } });
    await db.importUpload.updateMany({
      where: { id: upload.uploadId, status: "receiving" },
      data: { status: "waiting", leasedUntil: null, failure },
    });
  });
}
