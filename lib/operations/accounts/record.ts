import "server-only";
import { z } from "zod";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import type { AnyOperation, Undo } from "@/lib/kernel/operation";

/** What every record with a version shares: locking before a change, versions, refusals that name the field, undo. */

const TABLES = [
  "accounts",
  "contacts",
  "tags",
  "notes",
  "custom_field_definitions",
  "segments",
  "deals",
  "pipelines",
  "tasks",
] as const;
export type RecordTable = (typeof TABLES)[number];

/** Holds a row until the transaction ends, so that a change is made from what is read after this call. */
export async function lockRecord(db: DatabaseClient, table: RecordTable, id: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM ${Prisma.raw(table)} WHERE id = ${id} FOR UPDATE`;
}

/** The refusal for an id that this company does not have. */
export function noSuch(field: string, noun: string, listTool: string): OperationError {
  return new OperationError("not_found", {
    message: `${field}: there is no such ${noun} in this company`,
    hint: `Check the id; ${listTool} shows the ids that exist.`,
    details: { field },
  });
}

/** The refusal for a value that only the database could judge. */
export function invalidField(field: string, rule: string, example?: unknown): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule, ...(example === undefined ? {} : { example }) }] },
  });
}

/** Throws version_conflict with the newer record when the caller read an older one. */
export function requireVersion(expected: number | undefined, current: { version: number }, view: unknown): void {
  if (expected !== undefined && expected !== current.version) {
    throw new OperationError("version_conflict", { details: { current: view } });
  }
}

type Values = Record<string, unknown>;

/** The fields of `names` in which two views differ, before and after: what the audit row keeps and undo restores. */
export function differences(before: Values, after: Values, names: readonly string[]) {
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const pick = (values: Values): Values => Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Undo of a partial update: the same operation with the fields it changed, as they were. */
export function undoUpdate(operation: () => AnyOperation, idName: string): Undo {
  return {
    with: operation,
    arguments: ({ entityId, before }) => ({
      ...z.record(z.string(), z.unknown()).parse(before ?? {}),
      [idName]: entityId,
    }),
  };
}

/** Undo by an operation that takes nothing but the record's id, such as restore after delete. */
export function undoById(operation: () => AnyOperation, idName: string): Undo {
  return { with: operation, arguments: ({ entityId }) => ({ [idName]: entityId }) };
}

/** `YYYY-MM-DD` of a date column. */
export function isoDate(date: Date | null): string | null {
  return date === null ? null : date.toISOString().slice(0, 10);
}

/** Data that leaves in bulk, or for good, is the owner's matter. Throws forbidden for everybody else. */
export function requireOwner({ role }: { role: string }): void {
  if (role === "owner") return;
  throw new OperationError("forbidden", {
    message: "Only the owner of the workspace may do this.",
    hint: "Ask the owner to do it, or to make a key for it.",
  });
}
