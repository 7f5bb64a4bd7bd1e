import "server-only";
import type { DatabaseClient, Prisma } from "@/lib/db/client";
import { type Needle, needleOf } from "./search-text";

/** Pages of accounts and contacts: filters in Prisma, part-of-word search through favcrm_search (see the migration). */

export const SORTS = ["createdAt", "name", "email"] as const;
export type Sort = (typeof SORTS)[number];
const COLUMN = { createdAt: "id", name: "sort_name", email: "sort_email" } as const;

/** So many hits of a rare needle are all of them, or nearly: the filters are put to each. */
const BATCH = 2_000;
const MOST_BATCHES = 10;

/** Ids whose texts hold the needle, in the list's order, after the row `after`. */
export async function searchIds(
  db: DatabaseClient,
  target: "accounts" | "contacts",
  { patterns, grams }: Needle,
  page: { sort: Sort; descending: boolean; after: { value: string; id: string } | null; most: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT favcrm_search AS id FROM favcrm_search(${target}, ${patterns}::text[], ${grams}::text[], ${COLUMN[page.sort]},
      ${page.descending}, ${page.after?.value ?? null}::text, ${page.after?.id ?? null}::text, ${page.most}::int)`;
  return rows.map(({ id }) => id);
}

export interface PageRequest {
  where: Prisma.AccountWhereInput;
  search?: string | undefined;
  sort: Sort;
  descending: boolean;
  cursor?: string | undefined;
  limit: number;
  /** Those who can be restored instead of the live ones. */
  deleted?: boolean;
}

interface TagOf {
  id: string;
  name: string;
  color: string | null;
}
type Row = Prisma.AccountGetPayload<object> & { tags: { tag: TagOf }[] };

/** `limit + 1` live accounts of a page, the extra one only to say that there is more. */
export async function findAccountPage(db: DatabaseClient, request: PageRequest): Promise<Row[]> {
  const after = request.cursor === undefined ? null : await placeOf(db, request.cursor, request.sort);
  if (request.cursor !== undefined && after === null) return [];
  const needle = request.search === undefined ? null : needleOf(request.search);
  if (request.deleted || needle === null) return plainPage(db, request, needle, after);
  return searchedPage(db, request, needle, after);
}

/** Where a cursor's row stands in the order; a row deleted meanwhile still has its place. */
async function placeOf(db: DatabaseClient, id: string, sort: Sort) {
  const row = await db.account.findFirst({ where: { id }, select: { id: true, sortName: true, sortEmail: true } });
  if (!row) return null;
  return { id: row.id, value: sort === "name" ? row.sortName : sort === "email" ? row.sortEmail : row.id };
}

/** The accounts of `ids` in this order, with their tags: two statements at once. */
async function rowsOf(db: DatabaseClient, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  const [rows, tags] = await Promise.all([
    db.account.findMany({ where: { id: { in: [...ids] } } }),
    db.$queryRaw<(TagOf & { accountId: string })[]>`
      SELECT x.account_id AS "accountId", t.id, t.name, t.color FROM account_tags x
      JOIN tags t ON t.organisation_id = x.organisation_id AND t.company_id = x.company_id AND t.id = x.tag_id
      WHERE x.account_id = ANY (${ids}::text[]) AND t.deleted_at IS NULL ORDER BY t.id`,
  ]);
  const byId = new Map(rows.map((row) => [row.id, { ...row, tags: [] as Row["tags"] }]));
  for (const { accountId, ...tag } of tags) byId.get(accountId)?.tags.push({ tag });
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function orderOf({ sort, descending }: PageRequest): Prisma.AccountOrderByWithRelationInput[] {
  const direction = descending ? "desc" : "asc";
  if (sort === "createdAt") return [{ id: direction }];
  return [sort === "name" ? { sortName: direction } : { sortEmail: direction }, { id: direction }];
}

function afterOf(
  { sort, descending }: PageRequest,
  after: { value: string; id: string } | null,
): Prisma.AccountWhereInput {
  if (after === null) return {};
  const beyond = (value: string) => (descending ? { lt: value } : { gt: value });
  if (sort === "createdAt") return { id: beyond(after.id) };
  const column = sort === "name" ? "sortName" : "sortEmail";
  // The bound on the first column alone lets the index start at the right place.
  const bound = descending ? { lte: after.value } : { gte: after.value };
  return {
    [column]: bound,
    OR: [{ [column]: beyond(after.value) }, { [column]: after.value, id: beyond(after.id) }],
  };
}

const RESTORABLE = { deletedAt: { not: null }, mergedIntoId: null, erasedAt: null } satisfies Prisma.AccountWhereInput;

/** The needle as a condition that is put to one row after the other. */
function hits({ patterns, grams }: Needle): Prisma.AccountWhereInput {
  // Prisma puts the wildcards around what stands between them, and leaves escapes as they are.
  const parts = patterns.map((pattern) => ({ searchText: { contains: pattern.slice(1, -1) } }));
  return { AND: [...parts, ...(grams.length > 0 ? [{ searchGrams: { hasEvery: grams } }] : [])] };
}

/** The ids first, from an index alone; then the rows of these few. */
async function plainPage(
  db: DatabaseClient,
  request: PageRequest,
  needle: Needle | null,
  after: { value: string; id: string } | null,
): Promise<Row[]> {
  const conditions = [needle === null ? {} : hits(needle), request.where, afterOf(request, after)];
  const where = { AND: [request.deleted ? RESTORABLE : { deletedAt: null }, ...conditions] };
  const page = { orderBy: orderOf(request), take: request.limit + 1 };
  const found = await db.account.findMany({ where, ...page, select: { id: true } });
  return rowsOf(
    db,
    found.map(({ id }) => id),
  );
}

/**
 * A search with filters. Of a common needle the list is read in its order until the page is full; the hits of a rare one
 * are gathered by the index over parts of words, and the filters put to them.
 */
async function searchedPage(
  db: DatabaseClient,
  request: PageRequest,
  needle: Needle,
  start: { value: string; id: string } | null,
): Promise<Row[]> {
  const { sort, descending, limit } = request;
  const isFiltered = Object.keys(request.where).length > 0;
  if (isFiltered && (await isCommon(db, needle))) return plainPage(db, request, needle, start);
  const most = isFiltered ? BATCH : limit + 1;
  const found: Row[] = [];
  let after = start;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const ids = await searchIds(db, "accounts", needle, { sort, descending, after, most });
    const fitting = isFiltered ? await fittingOf(db, ids, request.where) : ids;
    found.push(...(await rowsOf(db, fitting.slice(0, limit + 1 - found.length))));
    const last = ids.at(-1);
    if (found.length > limit || ids.length < most || last === undefined) break;
    after = await placeOf(db, last, sort);
  }
  return found;
}

/** Those of `ids` that meet the filters, in the same order. */
async function fittingOf(db: DatabaseClient, ids: string[], where: Prisma.AccountWhereInput): Promise<string[]> {
  const rows = await db.account.findMany({ where: { AND: [{ id: { in: ids } }, where] }, select: { id: true } });
  const fitting = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => fitting.has(id));
}

async function isCommon(db: DatabaseClient, { patterns, grams }: Needle): Promise<boolean> {
  const [row] = await db.$queryRaw<{ common: boolean }[]>`
    SELECT favcrm_is_common('accounts', ${patterns}::text[], ${grams}::text[]) AS common`;
  return row?.common ?? false;
}
