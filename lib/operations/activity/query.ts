import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import type { ActivityFilters, ActivityRow } from "./activity";

const COLUMNS = Prisma.sql`id, occurred_at AS "occurredAt", actor_type AS "actorType", actor_id AS "actorId",
  actor_label AS "actorLabel", operation, effect, outcome, error_code AS "errorCode", summary, request_id AS "requestId",
  surface, ip, client, company_id AS "companyId", entity_id AS "entityId", duration_ms AS "durationMs"`;

/** Looking at a page is not news: it would drown the feed, and the feed would report itself being read. */
const NOT_A_PAGE_VIEW = Prisma.sql`NOT (surface = 'portal' AND effect = 'read')`;

/** Refused calls wanted a change and made none. */
const CHANGED = Prisma.sql`effect <> 'read' AND outcome = 'done'`;

function conditionsOf(filters: ActivityFilters): Prisma.Sql[] {
  const { actorId, operation, effect, outcome, entityId, from, to, withPageViews } = filters;
  return [
    ...(actorId === undefined ? [] : [Prisma.sql`actor_id = ${actorId}`]),
    ...(operation === undefined ? [] : [Prisma.sql`operation = ${operation}`]),
    ...(effect === undefined ? [] : [effect === "change" ? CHANGED : Prisma.sql`effect = ${effect}`]),
    ...(outcome === undefined ? [] : [Prisma.sql`outcome = ${outcome}`]),
    ...(entityId === undefined ? [] : [Prisma.sql`entity_id = ${entityId}`]),
    ...(from === undefined ? [] : [Prisma.sql`occurred_at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [Prisma.sql`occurred_at < ${to}::timestamptz`]),
    ...(withPageViews ? [] : [NOT_A_PAGE_VIEW]),
  ];
}

/** Events of the caller's organisation, newest first, after `cursor` (an event's id: ids sort by time). */
export function findActivity(
  db: DatabaseClient,
  organisationId: string,
  filters: ActivityFilters,
  page: { take: number; cursor?: string | undefined },
): Promise<ActivityRow[]> {
  const conditions = [
    Prisma.sql`organisation_id = ${organisationId}`,
    ...conditionsOf(filters),
    ...(page.cursor === undefined ? [] : [Prisma.sql`id < ${page.cursor}`]),
  ];
  return db.$queryRaw<ActivityRow[]>`
    SELECT ${COLUMNS} FROM audit_events WHERE ${Prisma.join(conditions, " AND ")} ORDER BY id DESC LIMIT ${page.take}`;
}
