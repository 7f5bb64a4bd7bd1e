import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import type { TagBrief } from "../tags/tag";
import type { AccountRow } from "./account";

/** An account as lists show it. */
export type ListedAccount = AccountRow & { tags: TagBrief[] };

/** What views show of the account `a`; the membership's status is made of other columns. */
export const ACCOUNT_COLUMNS = Prisma.sql`a.id, a.name, a.local_name AS "localName", a.first_name AS "firstName",
  a.last_name AS "lastName", a.type, a.life_stage AS "lifeStage", a.source, a.email, a.phone,
  a.phone_original AS "phoneOriginal", a.whatsapp_id AS "whatsappId", a.language, a.gender,
  a.date_of_birth AS "dateOfBirth", a.address, a.notes, a.assigned_to AS "assignedTo",
  a.referred_by_account_id AS "referredByAccountId", a.member_code AS "memberCode", a.member_since AS "memberSince",
  a.membership_expires_at AS "membershipExpiresAt", a.last_activity_at AS "lastActivityAt",
  a.last_booking_at AS "lastBookingAt", a.merged_into_id AS "mergedIntoId", a.created_at AS "createdAt",
  a.updated_at AS "updatedAt", a.deleted_at AS "deletedAt", a.version`;

/**
 * Accounts with their tags in one statement: the page first, then the tags of all its rows at once, for asking row by row
 * cost three times the page itself. `source` is what stands after FROM and names an account `a`, `order` how it is ordered.
 */
export function selectAccounts(
  db: DatabaseClient,
  { source, order, limit }: { source: Prisma.Sql; order: Prisma.Sql; limit?: number },
): Promise<ListedAccount[]> {
  const most = limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`;
  return db.$queryRaw<ListedAccount[]>`
    WITH page AS MATERIALIZED (
      SELECT ${ACCOUNT_COLUMNS}, row_number() OVER (ORDER BY ${order})::int AS place FROM ${source} ORDER BY ${order} ${most}),
    pairs AS MATERIALIZED (
      SELECT account_id, tag_id FROM account_tags WHERE account_id = ANY (ARRAY(SELECT id FROM page))),
    tagged AS (
      SELECT x.account_id, json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color) ORDER BY t.id) AS tags
      FROM pairs x JOIN tags t ON t.id = x.tag_id WHERE t.deleted_at IS NULL GROUP BY x.account_id)
    SELECT page.*, coalesce(tagged.tags, '[]') AS tags
    FROM page LEFT JOIN tagged ON tagged.account_id = page.id ORDER BY page.place`;
}

/** The accounts whose ids `page` (a function or list with columns id and place) names, in its order. */
export function accountsOfPage(db: DatabaseClient, page: Prisma.Sql): Promise<ListedAccount[]> {
  return selectAccounts(db, {
    source: Prisma.sql`${page} WITH ORDINALITY AS listed (id, place) JOIN accounts a ON a.id = listed.id`,
    order: Prisma.sql`listed.place`,
  });
}
