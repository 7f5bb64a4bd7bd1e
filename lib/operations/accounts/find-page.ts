import "server-only";
import type { DatabaseClient, Prisma } from "@/lib/db/client";
import { type Needle, needleOf } from "./search-text";

/** Pages of accounts and contacts: filters in Prisma, part-of-word search through favcrm_search (see the migration). */

export const SORTS = ["createdAt", "name", "email"] as const;
export type Sort = (typeof SORTS)[number];
const COLUMN = { createdAt: "id", name: "sort_name", email: "sort_email" } as const;

/** How many search hits are looked at in one go; filters may drop some, then the next ones are fetched. */
const BATCH = 400;
const MOST_BATCHES = 25;

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

type Row = Prisma.AccountGetPayload<{ include: { tags: { include: { tag: true } } } }>;

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

const INCLUDE = { tags: { where: { tag: { deletedAt: null } }, include: { tag: true } } } as const;

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

/** The deleted ones are few, so their names are compared one by one. */
function hits({ patterns, grams }: Needle): Prisma.AccountWhereInput {
  const parts = patterns.map((pattern) => ({ searchText: { contains: pattern.slice(1, -1) } }));
  return { AND: [...parts, ...(grams.length > 0 ? [{ searchGrams: { hasEvery: grams } }] : [])] };
}

function plainPage(
  db: DatabaseClient,
  request: PageRequest,
  needle: Needle | null,
  after: { value: string; id: string } | null,
): Promise<Row[]> {
  return db.account.findMany({
    where: {
      AND: [
        request.deleted ? RESTORABLE : { deletedAt: null },
        needle === null ? {} : hits(needle),
        request.where,
        afterOf(request, after),
      ],
    },
    orderBy: orderOf(request),
    take: request.limit + 1,
    include: INCLUDE,
  });
}

async function searchedPage(
  db: DatabaseClient,
  request: PageRequest,
  needle: Needle,
  start: { value: string; id: string } | null,
): Promise<Row[]> {
  const { sort, descending, limit } = request;
  const isFiltered = Object.keys(request.where).length > 0;
  const most = isFiltered ? BATCH : limit + 1;
  const found: Row[] = [];
  let after = start;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const ids = await searchIds(db, "accounts", needle, { sort, descending, after, most });
    const rows = await db.account.findMany({
      where: { AND: [{ id: { in: ids } }, request.where] },
      orderBy: orderOf(request),
      take: limit + 1 - found.length,
      include: INCLUDE,
    });
    found.push(...rows);
    const last = ids.at(-1);
    if (found.length > limit || ids.length < most || last === undefined) break;
    after = await placeOf(db, last, sort);
  }
  return found;
}
