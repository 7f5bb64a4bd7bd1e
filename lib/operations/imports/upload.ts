import { createHash } from "node:crypto";
import { z } from "zod";
import { idField, instant } from "@/lib/kernel/fields";

/** Largest file in bytes. */
export const MOST_FILE_BYTES = 25 * 1024 * 1024;
/** How long a link waits for its file. */
export const LINK_MINUTES = 30;
/** How long the rows of a file are kept after it arrived. */
export const KEPT_DAYS = 7;

export const uploadIdField = idField("upl", "Id of a file of customers, from create_import_upload.");

export const uploadView = z.object({
  id: z.string(),
  label: z.string().nullable(),
  /** waiting: nothing arrived yet; receiving; ready: its rows can be imported. */
  status: z.string(),
  failure: z.string().nullable(),
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  byteCount: z.int(),
  rowCount: z.int(),
  columns: z.array(z.string()),
  remarks: z.array(z.string()),
  expiresAt: instant,
  receivedAt: instant.nullable(),
  deleteAfter: instant.nullable(),
});

export interface UploadRow {
  id: string;
  label: string | null;
  status: string;
  failure: string | null;
  format: string | null;
  encoding: string | null;
  separator: string | null;
  byteCount: number;
  rowCount: number;
  columns: string[];
  remarks: string[];
  expiresAt: Date;
  receivedAt: Date | null;
  deleteAfter: Date | null;
}

export function toUploadView(row: UploadRow): z.output<typeof uploadView> {
  return {
    ...row,
    expiresAt: row.expiresAt.toISOString(),
    receivedAt: row.receivedAt?.toISOString() ?? null,
    deleteAfter: row.deleteAfter?.toISOString() ?? null,
  };
}

/** How a link's token is stored. It is drawn from 190 bits, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
