import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import type { Needle } from "./search-text";

/** Search by parts of words, through functions of the database that read an index behind row-level security. */

export const SORTS = ["createdAt", "name", "email"] as const;
export type Sort = (typeof SORTS)[number];
const SORT_COLUMN = { createdAt: "id", name: "sort_name", email: "sort_email" } as const;

/** Where a row stands in an order. */
export interface Place {
  value: string;
  id: string;
}

export interface SearchPage {
  /** Only accounts in this life stage. */
  stage?: string | undefined;
  sort: Sort;
  descending: boolean;
  after: Place | null;
  most: number;
}

/** The call that gives the ids whose texts hold the needle, in the list's order, after the row `after`. */
export function searchCall(
  target: "accounts" | "contacts",
  { patterns, grams }: Needle,
  { stage, sort, descending, after, most }: SearchPage,
): Prisma.Sql {
  return Prisma.sql`favcrm_search(${target}, ${stage ?? null}::text, ${patterns}::text[], ${grams}::text[], ${SORT_COLUMN[sort]}, ${descending},
    ${after?.value ?? null}::text, ${after?.id ?? null}::text, ${most}::int)`;
}

/** Those ids themselves. */
export async function searchIds(
  db: DatabaseClient,
  target: "accounts" | "contacts",
  needle: Needle,
  page: SearchPage,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT id FROM ${searchCall(target, needle, page)} AS id`;
  return rows.map(({ id }) => id);
}

/** Whether at least one of a hundred of the newest customers holds the needle. */
export async function isCommon(db: DatabaseClient, { patterns, grams }: Needle): Promise<boolean> {
  const [row] = await db.$queryRaw<{ common: boolean }[]>`
    SELECT favcrm_is_common('accounts', ${patterns}::text[], ${grams}::text[]) AS common`;
  return row?.common ?? false;
}

/** Those of the accounts that hold the needle, in the same order. */
export async function holding(db: DatabaseClient, ids: string[], { patterns, grams }: Needle): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM accounts WHERE id = ANY (${ids}::text[]) AND search_text LIKE ALL (${patterns}::text[])
      AND search_grams @> ${grams}::text[]`;
  const found = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => found.has(id));
}
