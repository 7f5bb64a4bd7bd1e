import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import type { ContactRow } from "../contacts/contact";
import type { TagBrief } from "../tags/tag";
import type { AccountRow } from "./account";
import { ACCOUNT_COLUMNS } from "./account-rows";

/** An account with what belongs to it; moments inside are JSON's text. */
export interface ProfileRow extends AccountRow {
  erasedAt: Date | null;
  identifiers: { kind: string; value: string; isShared: boolean }[];
  contacts: (Omit<ContactRow, "createdAt" | "updatedAt" | "deletedAt"> & {
    createdAt: string;
    updatedAt: string;
    deletedAt: null;
  })[];
  tags: TagBrief[];
  fieldValues: { value: string; definition: { fieldName: string; fieldLabel: string } }[];
  consents: { channel: string; purpose: string; status: string; occurredAt: string }[];
  segments: { id: string; name: string }[];
  recentNotes: { id: string; body: string; authorLabel: string; createdAt: string }[];
  openTasks: { id: string; title: string; status: string; dueDate: string | null }[];
  openDeals: { id: string; name: string; stage: string }[];
}

/** The rows of `query` as one list. */
const listOf = (query: Prisma.Sql) => Prisma.sql`(SELECT coalesce(json_agg(each), '[]') FROM (${query}) AS each)`;

const LISTS = {
  identifiers: Prisma.sql`SELECT r.kind, r.value, r.is_shared AS "isShared" FROM account_identifiers r
    WHERE r.account_id = a.id ORDER BY r.kind, r.value LIMIT 100`,
  contacts: Prisma.sql`SELECT r.id, r.account_id AS "accountId", r.name, r.local_name AS "localName", r.job_title AS "jobTitle",
      r.email, r.phone, r.is_primary AS "isPrimary", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
      r.deleted_at AS "deletedAt", r.version
    FROM contacts r WHERE r.account_id = a.id AND r.deleted_at IS NULL ORDER BY r.is_primary DESC, r.id LIMIT 50`,
  // Fenced by OFFSET 0: beginning with a tag or a definition would go through all of the company's.
  tags: Prisma.sql`SELECT t.id, t.name, t.color FROM (SELECT * FROM account_tags r WHERE r.account_id = a.id OFFSET 0) AS r
    JOIN tags t ON t.id = r.tag_id WHERE t.deleted_at IS NULL ORDER BY t.id`,
  fieldValues: Prisma.sql`SELECT r.value, json_build_object('fieldName', d.field_name, 'fieldLabel', d.field_label) AS definition
    FROM (SELECT * FROM custom_field_values r WHERE r.account_id = a.id OFFSET 0) AS r
    JOIN custom_field_definitions d ON d.id = r.definition_id WHERE d.deleted_at IS NULL ORDER BY r.position`,
  consents: Prisma.sql`SELECT r.channel, r.purpose, r.status, r.occurred_at AS "occurredAt" FROM consent_records r
    WHERE r.account_id = a.id AND r.is_current ORDER BY r.channel, r.purpose`,
  segments: Prisma.sql`SELECT g.id, g.name FROM segment_members r JOIN segments g ON g.id = r.segment_id
    WHERE r.account_id = a.id AND g.deleted_at IS NULL AND g.segment_type = 'STATIC' LIMIT 50`,
  recentNotes: Prisma.sql`SELECT r.id, r.body, r.author_label AS "authorLabel", r.created_at AS "createdAt" FROM notes r
    WHERE r.account_id = a.id AND r.deleted_at IS NULL ORDER BY r.id DESC LIMIT 10`,
  openTasks: Prisma.sql`SELECT r.id, r.title, r.status, r.due_date AS "dueDate" FROM tasks r
    WHERE r.account_id = a.id AND r.deleted_at IS NULL AND r.status IN ('todo', 'in_progress')
    ORDER BY r.due_at NULLS LAST, r.id LIMIT 10`,
  openDeals: Prisma.sql`SELECT r.id, r.name, s.name AS stage FROM deals r JOIN pipeline_stages s ON s.id = r.stage_id
    WHERE r.account_id = a.id AND r.deleted_at IS NULL AND s.outcome = 'open' ORDER BY r.id DESC LIMIT 10`,
};
/** One customer with everything, in one statement; row-level security keeps every list to this company. */
export async function findProfile(db: DatabaseClient, accountId: string): Promise<ProfileRow | undefined> {
  const [row] = await db.$queryRaw<ProfileRow[]>`
    SELECT ${ACCOUNT_COLUMNS}, a.erased_at AS "erasedAt", ${listOf(LISTS.tags)} AS tags,
      ${listOf(LISTS.identifiers)} AS identifiers, ${listOf(LISTS.contacts)} AS contacts,
      ${listOf(LISTS.fieldValues)} AS "fieldValues", ${listOf(LISTS.consents)} AS consents,
      ${listOf(LISTS.segments)} AS segments, ${listOf(LISTS.recentNotes)} AS "recentNotes",
      ${listOf(LISTS.openTasks)} AS "openTasks", ${listOf(LISTS.openDeals)} AS "openDeals"
    FROM accounts a WHERE a.id = ${accountId}`;
  return row;
}
