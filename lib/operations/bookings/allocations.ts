import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import type { Interval } from "./intervals";

/** `class`: a held place of a class; the subject is its date, which counts the seat as taken. */
export type SubjectType = "staff" | "resource" | "service" | "class";

export interface Claim {
  subjectType: SubjectType;
  subjectId: string;
  /** Places the subject has; the lowest free one is taken. */
  units: number;
  start: number;
  end: number;
  holderType: "booking" | "occurrence" | "hold";
  holderId: string;
  /** Life of a hold in seconds; bookings and occurrences stay. */
  lifeSeconds?: number;
}

const MOST_UNITS = 1_000;

/**
 * Takes one place of a subject for a time, or returns false when all are taken. The exclusion constraint decides, so of two
 * callers at the same moment one waits for the other and then gets its answer.
 */
export async function claim({ db, caller }: TenantContext, wanted: Claim): Promise<boolean> {
  const { organisationId, companyId } = caller.workspace;
  const { subjectType, subjectId, holderType, holderId, lifeSeconds = null } = wanted;
  const [from, to] = [new Date(wanted.start), new Date(wanted.end)];
  await db.$executeRaw`
    DELETE FROM booking_allocations WHERE subject_id = ${subjectId} AND expires_at <= now() AND subject_type <> 'class'
      AND during && tstzrange(${from}, ${to})`;
  for (let unit = 1; unit <= Math.min(wanted.units, MOST_UNITS); unit++) {
    const taken = await db.$executeRaw`
      INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, unit, during, holder_type,
                                       holder_id, expires_at)
      VALUES (${organisationId}, ${companyId}, ${newId("alc")}, ${subjectType}, ${subjectId}, ${unit},
              tstzrange(${from}, ${to}), ${holderType}, ${holderId}, now() + ${lifeSeconds}::int * interval '1 second')
      ON CONFLICT DO NOTHING`;
    if (taken === 1) return true;
  }
  return false;
}

/** Gives back everything a booking, occurrence or hold took. */
export async function release({ db }: TenantContext, holderId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM booking_allocations WHERE holder_id = ${holderId}`;
}

/** Gives back what a hold keeps; false when there is no such hold (any more). Touches nothing but holds. */
export async function releaseHold({ db }: TenantContext, holdId: string): Promise<boolean> {
  const freed = await db.$queryRaw<HeldRow[]>`
    DELETE FROM booking_allocations WHERE holder_id = ${holdId} AND holder_type = 'hold'
    RETURNING organisation_id AS "organisationId", subject_type AS "subjectType", subject_id AS "subjectId"`;
  await freeSeats(db, freed);
  return freed.length > 0;
}

/** How many places of a class date a hold keeps now. */
export async function heldPlaces({ db }: TenantContext, occurrenceId: string, holdId: string): Promise<number> {
  const where = { subjectType: "class", subjectId: occurrenceId, holderType: "hold", holderId: holdId };
  return db.bookingAllocation.count({ where: { ...where, expiresAt: { gt: new Date() } } });
}

interface HeldRow {
  organisationId: string;
  subjectType: string;
  subjectId: string;
}

/** Ends held places of classes whose time ran out; returns the dates of classes that have a seat more now. */
export async function endClassHolds(db: DatabaseClient): Promise<{ organisationId: string; occurrenceId: string }[]> {
  const freed = await db.$queryRaw<HeldRow[]>`
    DELETE FROM booking_allocations WHERE expires_at <= now() AND subject_type = 'class'
    RETURNING organisation_id AS "organisationId", subject_type AS "subjectType", subject_id AS "subjectId"`;
  await freeSeats(db, freed);
  const dates = new Map(freed.map(({ organisationId, subjectId }) => [subjectId, organisationId]));
  return [...dates].map(([occurrenceId, organisationId]) => ({ organisationId, occurrenceId }));
}

async function freeSeats(db: DatabaseClient, freed: readonly HeldRow[]): Promise<void> {
  for (const { organisationId, subjectId } of freed.filter(({ subjectType }) => subjectType === "class")) {
    await db.$executeRaw`
      UPDATE schedule_occurrences SET taken = greatest(0, taken - 1)
      WHERE organisation_id = ${organisationId} AND id = ${subjectId}`;
  }
}

interface BusyRow {
  subjectId: string;
  unit: number;
  /** Seconds since 1970 as PostgreSQL writes an array: `{1795000000,1795003600.5}`. */
  begins: string;
  ends: string;
}

/** No allocation is longer: the database refuses it. */
const LONGEST_MS = 2 * 86_400_000;

/** Times taken on each unit of the subjects between two instants, sorted. Expired holds do not count. */
export async function busyTimes(
  { db }: Pick<TenantContext, "db">,
  subjectIds: readonly string[],
  range: Interval,
): Promise<Map<string, Map<number, Interval[]>>> {
  // One row for each unit: a month of fifty people is thousands of bookings, and rows are what costs.
  const rows =
    subjectIds.length === 0
      ? []
      : await db.$queryRaw<BusyRow[]>`
          SELECT subject_id AS "subjectId", unit, array_agg(date_part('epoch', begins_at))::text AS begins,
            array_agg(date_part('epoch', finishes_at))::text AS ends
          FROM booking_allocations
          WHERE organisation_id = favcrm_organisation_id() AND subject_id = ANY(${[...subjectIds]})
            AND begins_at > ${new Date(range.start - LONGEST_MS)} AND begins_at < ${new Date(range.end)}
            AND finishes_at > ${new Date(range.start)} AND (expires_at IS NULL OR expires_at > now())
          GROUP BY subject_id, unit`;
  const busy = new Map<string, Map<number, Interval[]>>();
  for (const { subjectId, unit, begins, ends } of rows) {
    const units = busy.get(subjectId) ?? new Map<number, Interval[]>();
    busy.set(subjectId, units.set(unit, toIntervals(begins, ends)));
  }
  return busy;
}

function toIntervals(begins: string, ends: string): Interval[] {
  const [starts, finishes] = [seconds(begins), seconds(ends)];
  const intervals: Interval[] = [];
  for (let i = 0; i < starts.length; i++) {
    const start = Math.round((starts[i] ?? 0) * 1_000);
    intervals.push({ start, end: Math.round((finishes[i] ?? 0) * 1_000) });
  }
  return intervals.sort((a, b) => a.start - b.start);
}

/** The JSON parser reads ten thousand numbers without a text for each. */
const seconds = (array: string) => JSON.parse(`[${array.slice(1, -1)}]`) as number[];
