import "server-only";
import { type DatabaseClient, Prisma, systemDb } from "@/lib/db/client";
import { endClassHolds } from "@/lib/operations/bookings/allocations";
import { offerFreedPlaces } from "@/lib/operations/bookings/offer-freed-places";
import { ofLivingOrganisation } from "./living";

const BATCH = 50;

interface FreeDate {
  organisationId: string;
  occurrenceId: string;
}

/**
 * Gives back places of classes that were held for too long, and offers what is free to those who wait.
 * Returns for how many dates of classes somebody was looked for.
 */
export async function offerPlaces(): Promise<number> {
  return systemDb().$transaction(async (db) => {
    await endClassHolds(db);
    const dates = await datesWithRoom(db);
    for (const { organisationId, occurrenceId } of dates) await offer(db, organisationId, occurrenceId);
    return dates.length;
  });
}

/** Dates of classes with a free place and somebody who waits for it, who can still be told early enough. */
function datesWithRoom(db: DatabaseClient): Promise<FreeDate[]> {
  return db.$queryRaw<FreeDate[]>`
    SELECT DISTINCT o.organisation_id AS "organisationId", o.id AS "occurrenceId"
    FROM waitlist_entries w
    JOIN schedule_occurrences o ON o.organisation_id = w.organisation_id AND o.id = w.occurrence_id
    JOIN companies c ON c.organisation_id = o.organisation_id AND c.id = o.company_id
    LEFT JOIN booking_settings s ON s.organisation_id = o.organisation_id AND s.company_id = o.company_id
    WHERE ${ofLivingOrganisation(Prisma.sql`w.organisation_id`)}
      AND w.status = 'waiting' AND o.status = 'active' AND o.taken + w.participants <= o.capacity
      AND o.starts_at - coalesce((s.values ->> 'waitlistStopHours')::int, 2) * interval '1 hour' > favcrm_awake(now(), 'infinity', c.timezone,
        CASE WHEN jsonb_exists(s.values, 'quietHoursFrom') THEN s.values ->> 'quietHoursFrom' ELSE '22:00' END,
        CASE WHEN jsonb_exists(s.values, 'quietHoursTo') THEN s.values ->> 'quietHoursTo' ELSE '08:00' END)
    LIMIT ${BATCH}`;
}

async function offer(db: DatabaseClient, organisationId: string, occurrenceId: string): Promise<void> {
  const { companyId } = await db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrenceId, organisationId } });
  const company = await db.company.findFirstOrThrow({ where: { id: companyId, organisationId } });
  const { name: companyName, language, timezone } = company;
  const workspace = { organisationId, companyId, companyName, language, timezone };
  await offerFreedPlaces({ db, caller: { workspace, actor: { label: "Wait-list" } } }, occurrenceId);
}
