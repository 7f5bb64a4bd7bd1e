import "server-only";
import { randomUUID } from "node:crypto";
import { workspaceOf } from "@/lib/auth/workspace";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { execute } from "@/lib/kernel/execute";
import { log } from "@/lib/kernel/log";
import { isDisplaced } from "@/lib/operations/bookings/displaced";
import { keepWallClock } from "@/lib/operations/bookings/keep-wall-clock";

const PAGE = 2_000;

interface Promised {
  id: string;
  organisationId: string;
  companyId: string;
  startsAt: Date;
  localStart: string;
  timezone: string;
}

/**
 * Keeps what was promised when the rules of a zone changed since: a new release of the time zones comes with a new server, so
 * it runs after a start and then by the hour. Asks company by company, of one organisation or of all; returns how many
 * companies had something to keep. Repeating it changes nothing.
 */
export async function keepWallClocks(organisationId?: string): Promise<number> {
  const displaced = new Map<string, Promised>();
  for (const find of [comingBookings, comingOccurrences]) {
    for (let page = await find("", organisationId); page.length > 0; page = await find(lastId(page), organisationId)) {
      for (const each of await withoutTask(page.filter(isDisplaced))) displaced.set(each.companyId, each);
    }
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

const lastId = (page: readonly Promised[]) => page.at(-1)?.id ?? "";

/** Ids are unique in the whole database and sort by time, so they page through every organisation. */
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
async function callerOf({ organisationId, companyId }: Promised): Promise<Caller | null> {
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
