import "server-only";
import { randomUUID } from "node:crypto";
import { workspaceOf } from "@/lib/auth/workspace";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { log } from "@/lib/kernel/log";
import { isDisplaced } from "@/lib/operations/bookings/displaced";
import { keepWallClock } from "@/lib/operations/bookings/keep-wall-clock";
import { isElsewhere, type MeantTime } from "@/lib/operations/opening-hours/keep-closures";

const PAGE = 2_000;

interface Found {
  id: string;
  organisationId: string;
  companyId: string;
  timezone: string;
}
type Promised = Found & { startsAt: Date; localStart: string };
type Closed = Found & MeantTime;

/**
 * Keeps what was promised when the rules of a zone changed since: a new release of the time zones comes with a new server, so
 * it runs after a start and then by the hour. Asks company by company, of one organisation or of all; returns how many
 * companies had something to keep. Repeating it changes nothing.
 */
export async function keepWallClocks(organisationId?: string): Promise<number> {
  const displaced = new Map<string, Found>();
  for (const find of [comingBookings, comingOccurrences]) {
    for await (const page of pagesOf(find, organisationId)) {
      for (const each of await withoutTask(page.filter(isDisplaced))) displaced.set(each.companyId, each);
    }
  }
  for await (const page of pagesOf(comingClosures, organisationId)) {
    for (const each of page) if (isElsewhere(each, each.timezone)) displaced.set(each.companyId, each);
  }
  for (const each of displaced.values()) {
    const caller = await callerOf(each);
    if (!caller) continue;
    const { summary } = await execute(keepWallClock, caller, {});
    log().warn(
      { companyId: each.companyId, summary },
      "The clocks of a zone changed; bookings were kept at their local time",
    );
  }
  return displaced.size;
}

type Find<Row> = (after: string, organisationId: string | undefined) => Promise<Row[]>;

/** Ids are unique in the whole database and sort by time, so they page through every organisation. */
async function* pagesOf<Row extends Found>(find: Find<Row>, organisationId: string | undefined): AsyncGenerator<Row[]> {
  for (
    let page = await find("", organisationId);
    page.length > 0;
    page = await find(page.at(-1)?.id ?? "", organisationId)
  )
    yield page;
}

function comingBookings(after: string, organisationId: string | null = null): Promise<Promised[]> {
  return systemDb().$queryRaw<Promised[]>`
    SELECT id, organisation_id AS "organisationId", company_id AS "companyId", starts_at AS "startsAt",
      local_start AS "localStart", timezone
    FROM bookings
    WHERE id > ${after} AND starts_at > now() AND status IN ('pending', 'confirmed') AND occurrence_id IS NULL
      AND (${organisationId}::text IS NULL OR organisation_id = ${organisationId})
    ORDER BY id LIMIT ${PAGE}`;
}

function comingOccurrences(after: string, organisationId: string | null = null): Promise<Promised[]> {
  return systemDb().$queryRaw<Promised[]>`
    SELECT id, organisation_id AS "organisationId", company_id AS "companyId", starts_at AS "startsAt",
      local_start AS "localStart", timezone
    FROM schedule_occurrences
    WHERE id > ${after} AND starts_at > now() AND status = 'active'
      AND (${organisationId}::text IS NULL OR organisation_id = ${organisationId})
    ORDER BY id LIMIT ${PAGE}`;
}

/** Closures follow the zone that their company has now, as its opening hours do. */
function comingClosures(after: string, organisationId: string | null = null): Promise<Closed[]> {
  return systemDb().$queryRaw<Closed[]>`
    SELECT c.id, c.organisation_id AS "organisationId", c.company_id AS "companyId", c.starts_at AS "startsAt",
      c.ends_at AS "endsAt", c.local_start AS "localStart", c.local_end AS "localEnd", o.timezone
    FROM closures c JOIN companies o ON o.organisation_id = c.organisation_id AND o.id = c.company_id
    WHERE c.id > ${after} AND c.ends_at > now() AND (${organisationId}::text IS NULL OR c.organisation_id = ${organisationId})
    ORDER BY c.id LIMIT ${PAGE}`;
}

/** What a person was already asked to settle is theirs. */
async function withoutTask(displaced: readonly Promised[]): Promise<Promised[]> {
  const open = [];
  for (const each of displaced) {
    const { id, organisationId } = each;
    const task = await systemDb().task.findFirst({ where: { organisationId, description: { contains: id } } });
    if (!task) open.push(each);
  }
  return open;
}

/** The server itself, at work in one company; null when the company is closed or the organisation deleted. */
async function callerOf({ organisationId, companyId }: Found): Promise<Caller | null> {
  const [company, organisation] = await Promise.all([
    systemDb().company.findFirst({ where: { organisationId, id: companyId, archivedAt: null } }),
    systemDb().organisation.findFirst({ where: { id: organisationId, deletedAt: null } }),
  ]);
  if (!company || !organisation) return null;
  return {
    requestId: randomUUID(),
    surface: "system",
    ip: null,
    client: null,
    actor: { type: "system", id: null, label: "Time zones" },
    userId: "",
    workspace: workspaceOf(organisation, company),
    role: "owner",
    scopes: new Set(["bookings:write"]),
    key: null,
    session: null,
  };
}
