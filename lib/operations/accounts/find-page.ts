import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { accountsOfPage, type ListedAccount, selectAccounts } from "./account-rows";
import { holding, isCommon, type Place, type Sort, searchCall, searchIds } from "./search-index";
import { type Needle, needleOf } from "./search-text";

/** Pages of accounts: filters in Prisma, part-of-word search through the functions of search-index. */

/** So many hits of a rare needle are all of them, or nearly: the filters are put to each. */
const HITS = 2_000;
const MOST_ROUNDS = 10;
/** So many customers hold a common needle often enough for a page; if not, four times as many are looked at next. */
const CANDIDATES = 2_500;
const MOST_CANDIDATES = 20_000;

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

/** `limit + 1` live accounts of a page, the extra one only to say that there is more. */
export async function findAccountPage(db: DatabaseClient, request: PageRequest): Promise<ListedAccount[]> {
  const needle = request.search === undefined ? null : needleOf(request.search);
  const isFiltered = request.deleted || Object.keys(request.where).length > 0;
  if (needle === null && !isFiltered) return everybody(db, request);
  const start = request.cursor === undefined ? null : await placeOf(db, request.cursor, request.sort);
  if (request.cursor !== undefined && start === null) return [];
  const stage = stageAlone(request);
  if (needle !== null && (!isFiltered || stage !== undefined)) {
    const { sort, descending, limit } = request;
    return accountsOfPage(
      db,
      searchCall("accounts", needle, { stage, sort, descending, after: start, most: limit + 1 }),
    );
  }
  const ids =
    needle === null
      ? await idsOfPage(db, request, start, request.limit + 1)
      : await searched(db, request, needle, start);
  return ids.length === 0 ? [] : accountsOfPage(db, Prisma.sql`unnest(${ids}::text[])`);
}

const COLUMN = { createdAt: Prisma.sql`id`, name: Prisma.sql`sort_name`, email: Prisma.sql`sort_email` };

/** A page of the whole list. */
function everybody(db: DatabaseClient, { sort, descending, cursor, limit }: PageRequest): Promise<ListedAccount[]> {
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const comparison = descending ? Prisma.sql`<` : Prisma.sql`>`;
  const column = COLUMN[sort];
  const after =
    cursor === undefined
      ? Prisma.empty
      : Prisma.sql`AND (a.${column}, a.id) ${comparison} (SELECT ${column}, id FROM accounts WHERE id = ${cursor})`;
  return selectAccounts(db, {
    source: Prisma.sql`accounts a WHERE a.deleted_at IS NULL ${after}`,
    order: Prisma.sql`a.${column} ${direction}, a.id ${direction}`,
    limit: limit + 1,
  });
}

/** The life stage that is the only filter of the newest customers: the search itself keeps to it, by an index in that order. */
function stageAlone({ where: { AND: filters, ...others }, sort, deleted }: PageRequest): string | undefined {
  if (deleted || sort !== "createdAt" || Object.keys(others).length > 0) return undefined;
  const [filter, ...more] = [filters ?? []].flat();
  const { lifeStage, ...rest } = filter ?? {};
  const isAlone = more.length === 0 && Object.keys(rest).length === 0;
  return isAlone && typeof lifeStage === "string" ? lifeStage : undefined;
}

/** Where a cursor's row stands in the order; a row deleted meanwhile still has its place. */
async function placeOf(db: DatabaseClient, id: string, sort: Sort): Promise<Place | null> {
  const row = await db.account.findFirst({ where: { id }, select: { id: true, sortName: true, sortEmail: true } });
  if (!row) return null;
  return { id: row.id, value: sort === "name" ? row.sortName : sort === "email" ? row.sortEmail : row.id };
}

function orderOf({ sort, descending }: PageRequest): Prisma.AccountOrderByWithRelationInput[] {
  const direction = descending ? "desc" : "asc";
  if (sort === "createdAt") return [{ id: direction }];
  return [sort === "name" ? { sortName: direction } : { sortEmail: direction }, { id: direction }];
}

function afterOf({ sort, descending }: PageRequest, after: Place | null): Prisma.AccountWhereInput {
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

/** The ids of those who meet the filters, from an index alone: rows that do not fit are passed over without being read. */
async function idsOfPage(
  db: DatabaseClient,
  request: PageRequest,
  after: Place | null,
  take: number,
): Promise<string[]> {
  const live = request.deleted ? RESTORABLE : { deletedAt: null };
  const where = { AND: [live, request.where, afterOf(request, after)] };
  const rows = await db.account.findMany({ where, orderBy: orderOf(request), take, select: { id: true } });
  return rows.map(({ id }) => id);
}

/**
 * Ids of a search with filters. Of a common needle those who meet the filters are gone through until enough of them hold it;
 * the hits of a rare one are gathered by the index over parts of words, and the filters put to them. Deleted customers
 * are few, and in no such index.
 */
async function searched(db: DatabaseClient, request: PageRequest, needle: Needle, start: Place | null) {
  const passesFilters = request.deleted || (await isCommon(db, needle));
  return passesFilters ? searchedByFilters(db, request, needle, start) : searchedByHits(db, request, needle, start);
}

async function searchedByFilters(db: DatabaseClient, request: PageRequest, needle: Needle, start: Place | null) {
  const wanted = request.limit + 1;
  const found: string[] = [];
  let after = start;
  for (let most = CANDIDATES; ; most = Math.min(most * 4, MOST_CANDIDATES)) {
    const candidates = await idsOfPage(db, request, after, most);
    found.push(...(await holding(db, candidates, needle)));
    const last = candidates.at(-1);
    if (found.length >= wanted || candidates.length < most || last === undefined) return found.slice(0, wanted);
    after = await placeOf(db, last, request.sort);
  }
}

async function searchedByHits(db: DatabaseClient, request: PageRequest, needle: Needle, start: Place | null) {
  const { sort, descending } = request;
  const wanted = request.limit + 1;
  const found: string[] = [];
  let after = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const ids = await searchIds(db, "accounts", needle, { sort, descending, after, most: HITS });
    found.push(...(await fitting(db, ids, request.where)));
    const last = ids.at(-1);
    if (found.length >= wanted || ids.length < HITS || last === undefined) break;
    after = await placeOf(db, last, sort);
  }
  return found.slice(0, wanted);
}

/** Those of `ids` that meet the filters, in the same order. */
async function fitting(db: DatabaseClient, ids: string[], where: Prisma.AccountWhereInput): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.account.findMany({
    where: { AND: [{ id: { in: padded(ids) } }, where] },
    select: { id: true },
  });
  const fits = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => fits.has(id));
}

/** Filled up with its last one to a power of two: every length is a statement of its own, to be prepared and kept. */
function padded(ids: readonly string[]): string[] {
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return Array.from({ length }, (_, index) => ids[index] ?? ids[ids.length - 1] ?? "");
}
