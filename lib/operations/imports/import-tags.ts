import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { fold } from "../accounts/search-text";
import { beginningOf } from "./beginning";
import type { ReadRow } from "./read-row";
import type { ImportPlace, Tagging } from "./store-rows";

/** A column of remarks taken for tags would make thousands; a company with this many makes more by hand. */
const MOST_TAGS = 500;

/** Ids of the tags that rows name, by their key. Rows with a tag that is neither there nor may be made get a problem. */
export async function knownTags(
  db: DatabaseClient,
  rows: readonly ReadRow[],
  mayCreate: boolean,
): Promise<Map<string, string>> {
  const keys = [...new Set(rows.flatMap(({ tags }) => tags.map(fold)))];
  if (keys.length === 0) return new Map();
  const found = await db.tag.findMany({ where: { nameKey: { in: keys }, deletedAt: null } });
  const known = new Map(found.map(({ nameKey, id }) => [nameKey, id]));
  const missing = keys.filter((key) => !known.has(key));
  if (missing.length === 0) return known;
  const room = mayCreate ? MOST_TAGS - (await db.tag.count({ where: { deletedAt: null } })) : 0;
  const refused = new Set(missing.slice(Math.max(0, room)));
  const rule = mayCreate
    ? `is a new tag, and the company has ${MOST_TAGS} already`
    : "is no tag here, and the key may not make one (tags:write)";
  for (const row of rows) {
    const bad = row.tags.find((tag) => refused.has(fold(tag)));
    if (bad !== undefined) row.problems.push({ row: row.row, field: "tags", value: beginningOf(bad, 100), rule });
  }
  return known;
}

/** Ids of all tags that rows name, by their key; those that are missing are made. */
export async function makeTags(
  { db, workspace }: ImportPlace,
  rows: readonly ReadRow[],
  known: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const { organisationId, companyId } = workspace;
  // The first spelling is the tag's name.
  const names = new Map(rows.flatMap(({ tags }) => tags.map((name) => [fold(name), name] as const)).reverse());
  const ids = new Map(known);
  const missing = [...names].filter(([key]) => !ids.has(key));
  if (missing.length === 0) return ids;
  await db.tag.createMany({
    data: missing.map(([nameKey, name]) => ({ organisationId, companyId, id: newId("tag"), name, nameKey })),
    skipDuplicates: true,
  });
  const made = await db.tag.findMany({ where: { nameKey: { in: missing.map(([key]) => key) }, deletedAt: null } });
  for (const { nameKey, id } of made) ids.set(nameKey, id);
  return ids;
}

/** What is to be put on the customer of a row: the tags that it names, and those for all. */
export function taggingsOf(
  { tags }: ReadRow,
  accountId: string,
  ids: ReadonlyMap<string, string>,
  forAll: readonly string[] = [],
): Tagging[] {
  const tagIds = new Set([...forAll, ...tags.flatMap((name) => ids.get(fold(name)) ?? [])]);
  return [...tagIds].map((tagId) => ({ accountId, tagId }));
}

/** Puts tags on customers who are there. Returns what was not on before. */
export async function putTags({ db, workspace }: ImportPlace, tags: readonly Tagging[]): Promise<Tagging[]> {
  if (tags.length === 0) return [];
  const { organisationId, companyId } = workspace;
  return db.$queryRaw<Tagging[]>`
    INSERT INTO account_tags (organisation_id, company_id, tag_id, account_id)
    SELECT ${organisationId}, ${companyId}, tag_id, account_id
    FROM unnest(${tags.map(({ tagId }) => tagId)}::text[], ${tags.map(({ accountId }) => accountId)}::text[])
      AS t (tag_id, account_id)
    ON CONFLICT DO NOTHING RETURNING account_id AS "accountId", tag_id AS "tagId"`;
}
