import type { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { OperationError } from "./errors";

/**
 * Refuses a change that was made from an older version; the refusal carries the current record as the reading tool shows it:
 * `view` drops what that tool does not declare.
 */
export function requireVersion<View extends z.ZodType>(
  current: number,
  expected: number | undefined,
  view: View,
  currentRecord: () => z.input<View>,
): void {
  if (expected === undefined || expected === current) return;
  throw new OperationError("version_conflict", {
    details: { current: view.parse(currentRecord()), expectedVersion: expected },
  });
}

/** Tables whose rows are locked by id before they are read and changed. */
export type LockableTable =
  | "accounts"
  | "contacts"
  | "notes"
  | "tags"
  | "custom_field_definitions"
  | "segments"
  | "deals"
  | "pipelines"
  | "tasks"
  | "services"
  | "bookings"
  | "schedule_occurrences"
  | "service_schedules"
  | "resources"
  | "staff_members"
  | "saved_views";

/**
 * Makes other changes of a row wait until this transaction ends, so that what is read next stays true. A row of another
 * tenant is invisible and locks nothing.
 */
export async function lockRow(db: DatabaseClient, table: LockableTable, id: string): Promise<void> {
  await db.$executeRawUnsafe(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, id);
}
