import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { type HeldReason, heldReason } from "./import-view";

/**
 * Rows of a file of which something is to be said: unreadable ones at once, the others after an import looked at them. A
 * merged row is among them when the customer has something otherwise.
 */
export async function findHeldRows(db: DatabaseClient, uploadId: string, after: number, limit: number) {
  const rows = await db.$queryRaw<
    { row: number; line: number; cells: string[]; problem: string | null; held: unknown }[]
  >`
    SELECT "row", line, cells, problem, held FROM import_rows
    WHERE upload_id = ${uploadId} AND (held IS NOT NULL OR problem IS NOT NULL) AND "row" > ${after}::int
    ORDER BY "row" LIMIT ${limit}::int`;
  return rows.map(({ held, problem, ...row }) => ({ ...row, reasons: reasonsIn(held, problem) }));
}

function reasonsIn(held: unknown, problem: string | null): HeldReason[] {
  const parsed = z.array(heldReason).safeParse(held);
  if (parsed.success) return parsed.data;
  return [{ field: "row", value: "", rule: problem ?? "was held back", accountId: null }];
}
