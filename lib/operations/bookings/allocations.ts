import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import type { Interval } from "./intervals";
import type { Instant } from "./local-time";

/** `class`: a held place of a class; the subject is its date, which counts the seat as taken. */
export type SubjectType = "staff" | "resource" | "service" | "class";

export interface Claim {
  subjectType: SubjectType;
  subjectId: string;
  /** Places the subject has, 1,000 at most by every field that says how many; the lowest free one is taken. */
  units: number;
  start: number;
  end: number;
  holderType: "booking" | "occurrence" | "hold";
  holderId: string;
  /** Life of a hold in seconds; bookings and occurrences stay. */
  lifeSeconds?: number | undefined;
  /** What a hold was made with. */
  addOnIds?: readonly string[] | undefined;
}

/**
 * Takes one place of a subject for a time, or returns false when all are taken. The exclusion constraint decides, so of two
 * callers at the same moment one waits for the other and then gets its answer.
 */
export async function claim(context: TenantContext, wanted: Claim): Promise<boolean> {
  // Holds whose time ran out are looked for only where one may be in the way.
  return (await claimUnit(context, wanted)) || ((await endHolds(context, wanted)) && claimUnit(context, wanted));
}

/** Takes several places of a subject for a time; false when there are fewer. */
export async function claimAll(context: TenantContext, wanted: Claim, places: number): Promise<boolean> {
  for (let taken = 0; taken < places; taken++) if (!(await claim(context, wanted))) return false;
  return true;
}

async function claimUnit({ db, caller }: TenantContext, wanted: Claim): Promise<boolean> {
  const { organisationId, companyId } = caller.workspace;
  const { subjectType, subjectId, holderType, holderId, lifeSeconds = null, addOnIds = [] } = wanted;
  for (let unit = 1; unit <= wanted.units; unit++) {
    const taken = await db.$executeRaw`
      INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, unit, during, holder_type,
                                       holder_id, expires_at, add_on_ids)
      VALUES (${organisationId}, ${companyId}, ${newId("alc")}, ${subjectType}, ${subjectId}, ${unit},
              tstzrange(${new Date(wanted.start)}, ${new Date(wanted.end)}), ${holderType}, ${holderId},
              now() + ${lifeSeconds}::int * interval '1 second', ${[...addOnIds]})
      ON CONFLICT DO NOTHING`;
    if (taken === 1) return true;
  }
  return false;
}

/** Removes holds of a time that ran out; whether there were any. */
async function endHolds({ db }: TenantContext, { subjectId, start, end }: Claim): Promise<boolean> {
  const ended = await db.$executeRaw`
    DELETE FROM booking_allocations WHERE subject_id = ${subjectId} AND expires_at <= now() AND subject_type <> 'class'
      AND during && tstzrange(${new Date(start)}, ${new Date(end)})`;
  return ended > 0;
}

/** Gives back everything a booking, occurrence or hold took. */
export async function release({ db }: TenantContext, holderId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM booking_allocations WHERE holder_id = ${holderId}`;
}

/**
 * Gives back what a hold keeps, and says with which add-ons it was made; null when there is no such hold (any more). Touches
 * nothing but holds.
 */
export async function releaseHold({ db }: TenantContext, holdId: string): Promise<{ addOnIds: string[] } | null> {
  const freed = await db.$queryRaw<(HeldRow & { addOnIds: string[] })[]>`
    DELETE FROM booking_allocations WHERE holder_id = ${holdId} AND holder_type = 'hold'
    RETURNING organisation_id AS "organisationId", subject_type AS "subjectType", subject_id AS "subjectId",
      add_on_ids AS "addOnIds"`;
  await freeSeats(db, freed);
  const [held] = freed;
  return held ? { addOnIds: held.addOnIds } : null;
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
  /** Instants as PostgreSQL sends them in binary, in hexadecimal digits, one after the other. */
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
  // One row for each unit, its instants in binary: a month of fifty people is thousands of bookings, and rows and texts of
  // times are what costs.
  const rows =
    subjectIds.length === 0
      ? []
      : await db.$queryRaw<BusyRow[]>`
          SELECT subject_id AS "subjectId", unit, encode(string_agg(timestamptz_send(begins_at), ''), 'hex') AS begins,
            encode(string_agg(timestamptz_send(finishes_at), ''), 'hex') AS ends
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
  const [starts, finishes] = [bytesOf(begins), bytesOf(ends)];
  const intervals: Interval[] = [];
  for (let at = 0; at < starts.byteLength; at += 8) {
    intervals.push({ start: instantAt(starts, at), end: instantAt(finishes, at) });
  }
  return intervals.sort((a, b) => a.start - b.start);
}

function bytesOf(hex: string): DataView {
  const { buffer, byteOffset, byteLength } = Buffer.from(hex, "hex");
  return new DataView(buffer, byteOffset, byteLength);
}

/** PostgreSQL counts microseconds from the year 2000, in eight bytes; the columns hold whole milliseconds. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

function instantAt(bytes: DataView, at: number): Instant {
  const microseconds = bytes.getInt32(at) * 2 ** 32 + bytes.getUint32(at + 4);
  return POSTGRES_EPOCH_MS + microseconds / 1_000;
}
