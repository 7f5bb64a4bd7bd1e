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

/** The live tags of the account `a`, as JSON. */
export const TAGS_OF_ACCOUNT = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color) ORDER BY t.id), '[]')
  FROM account_tags x JOIN tags t ON t.organisation_id = x.organisation_id AND t.company_id = x.company_id AND t.id = x.tag_id
  WHERE x.organisation_id = a.organisation_id AND x.company_id = a.company_id AND x.account_id = a.id
    AND t.deleted_at IS NULL)`;

/** Accounts with their tags in one statement; `source` is what stands after FROM and names an account `a`. */
export function selectAccounts(db: DatabaseClient, source: Prisma.Sql): Promise<ListedAccount[]> {
  return db.$queryRaw<ListedAccount[]>`SELECT ${ACCOUNT_COLUMNS}, ${TAGS_OF_ACCOUNT} AS tags FROM ${source}`;
}

/** The accounts whose ids `page` (a function or list with columns id and place) names, in its order. */
export function accountsOfPage(db: DatabaseClient, page: Prisma.Sql): Promise<ListedAccount[]> {
  return selectAccounts(
    db,
    Prisma.sql`${page} WITH ORDINALITY AS page (id, place) JOIN accounts a ON a.id = page.id ORDER BY page.place`,
  );
}
