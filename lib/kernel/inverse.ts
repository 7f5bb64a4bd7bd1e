import { z } from "zod";
import type { AnyOperation, Undo } from "./operation";

/** What a change leaves in the audit row so that it can be taken back, and the inverses made from it. */

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
