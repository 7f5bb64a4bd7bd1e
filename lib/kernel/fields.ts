import { z } from "zod";

/**
 * Field builders shared by operations, so that a page size or an id means the same everywhere. Pure: forms in the browser
 * use them too.
 */

// Controls, line and paragraph separators, and marks that reverse what a person reads.
const UNSAFE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** One line of text a person wrote: trimmed, `minimum` to `maximum` characters, nothing invisible that could deceive. */
export function lineOfText(minimum: number, maximum: number) {
  return z
    .string()
    .trim()
    .min(minimum, `must have at least ${minimum} characters`)
    .max(maximum, `must have at most ${maximum} characters`)
    .refine((text) => !UNSAFE.test(text), "must not contain line breaks, control or text-direction characters");
}

/** An id of this system, such as `co_…`. Its form is checked loosely: an id that does not exist is `not_found`. */
export function idField(prefix: string, description: string) {
  return z
    .string()
    .min(1)
    .max(64)
    .meta({ description, examples: [`${prefix}_0OaZ3kP9x1yB7cD2eF4gH6jK`] });
}

/** Page size: 20 unless told, at most 100. */
export const limitField = z
  .int()
  .min(1)
  .max(100)
  .default(20)
  .meta({ description: "How many items to return, 1 to 100.", examples: [20] });

/** Where the next page begins: the `nextCursor` of the answer before. */
export const cursorField = z
  .string()
  .max(200)
  .optional()
  .meta({
    description: "nextCursor of the previous answer, to get the next page.",
    examples: ["svc_0OaZ3kP9x1yB7cD2eF4gH6jK"],
  });

export const searchField = z
  .string()
  .trim()
  .max(200)
  .optional()
  .meta({ description: "Part of the name, in any case.", examples: ["yoga"] });

/** The condition that finds `search` as it stands, in any case: `%` and `_` are characters here, not wildcards. */
export function containing(search: string) {
  return { contains: search.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const };
}

/** The version a change was made from; a newer one in the database is a version_conflict. */
export const expectedVersionField = z
  .int()
  .min(1)
  .optional()
  .meta({
    description: "The version you read. When it is no longer current, nothing changes and you get the newer record.",
    examples: [1],
  });

/** A list answer: `items`, and `nextCursor` while there are more. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/**
 * Cuts one page out of `limit + 1` rows: the extra row only says that there is more.
 * `cursorOf` is what the next page continues after.
 */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  toView: (row: Row) => View,
  cursorOf: (row: Row) => string,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toView),
    ...(rows.length > limit && last !== undefined ? { nextCursor: cursorOf(last) } : {}),
  };
}

/** An instant on the wire: ISO 8601 in UTC with milliseconds. */
export const instant = z.string().meta({ description: "ISO 8601, UTC" });

/** `2 items`, `1 item`, `no items`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return count === 0 ? `no ${plural}` : `${count} ${count === 1 ? singular : plural}`;
}
