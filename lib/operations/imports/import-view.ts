import { z } from "zod";
import { instant } from "@/lib/kernel/fields";

/** Work on an import: what is still to be done, and what is over. */
export const UNFINISHED = ["queued", "running", "undoing"];

export const importView = z.object({
  id: z.string(),
  label: z.string().nullable(),
  uploadId: z.string().nullable(),
  /** queued, running, done, failed, cancelled, undoing or undone. */
  status: z.string(),
  /** Error code of what stopped it, such as limit_reached. */
  failure: z.string().nullable(),
  rowCount: z.int(),
  /** Rows looked at so far. */
  processed: z.int(),
  created: z.int(),
  /** Rows that became contacts of customers who were there. */
  linked: z.int(),
  /** Rows merged into customers who were there. */
  merged: z.int(),
  heldBack: z.int(),
  by: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  undoneAt: instant.nullable(),
});
export type ImportView = z.output<typeof importView>;

export interface ImportRecord {
  id: string;
  label: string | null;
  uploadId: string | null;
  status: string;
  failure: string | null;
  rowCount: number;
  processedCount: number;
  createdCount: number;
  joinedCount: number;
  problemCount: number;
  options: unknown;
  actorLabel: string;
  createdAt: Date;
  finishedAt: Date | null;
  undoneAt: Date | null;
}

export function toImportView(row: ImportRecord): ImportView {
  return {
    ...row,
    processed: row.processedCount,
    created: row.createdCount,
    linked: isMerging(row.options) ? 0 : row.joinedCount,
    merged: isMerging(row.options) ? row.joinedCount : 0,
    heldBack: row.problemCount,
    by: row.actorLabel,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
  };
}

const isMerging = (options: unknown) => z.object({ onDuplicate: z.literal("merge") }).safeParse(options).success;

/** Why a row is held back: the field, what stands there, the rule, and the customer who has it, if any. */
export const heldReason = z.object({
  field: z.string(),
  value: z.string(),
  rule: z.string(),
  accountId: z.string().nullable(),
});
export type HeldReason = z.output<typeof heldReason>;

export const heldRow = z.object({ row: z.int(), line: z.int(), name: z.string(), reasons: z.array(heldReason) });
