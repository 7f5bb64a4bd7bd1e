import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { localDay, minuteOfDay, wallTime } from "../bookings/local-time";

/** A closed time or an absence with the wall clock that was meant; both texts are empty when nobody knows it. */
export interface MeantTime {
  startsAt: Date;
  endsAt: Date;
  localStart: string;
  localEnd: string;
}

/** Whether an edge is no longer at the wall clock that was meant: the rules of the zone changed, or the company's zone. */
export function isElsewhere(time: MeantTime, timezone: string): boolean {
  const { startsAt, endsAt } = meantBy(time, timezone);
  return startsAt.getTime() !== time.startsAt.getTime() || endsAt.getTime() !== time.endsAt.getTime();
}

/** Brings closures and absences that are not over back to the wall clock that was meant. Returns how they were and are. */
export async function keepClosures({ db, caller }: TenantContext) {
  const { organisationId, timezone } = caller.workspace;
  const coming = await db.closure.findMany({ where: { endsAt: { gt: new Date() } }, orderBy: { id: "asc" } });
  const kept = coming
    .filter((row) => isElsewhere(row, timezone))
    .map((row) => ({
      id: row.id,
      before: { startsAt: row.startsAt, endsAt: row.endsAt },
      after: meantBy(row, timezone),
    }));
  for (const { id, after } of kept) {
    await db.closure.update({ where: { organisationId_id: { organisationId, id } }, data: after });
  }
  return kept;
}

function meantBy({ startsAt, endsAt, localStart, localEnd }: MeantTime, timezone: string) {
  return {
    startsAt: edgeAt(startsAt, localStart, timezone, "startOf"),
    endsAt: edgeAt(endsAt, localEnd, timezone, "endOf"),
  };
}

/** An edge that shows the right time stays: of an hour that clocks repeat it may be either. */
function edgeAt(at: Date, local: string, timezone: string, edge: "startOf" | "endOf"): Date {
  if (local === "" || wallTime(at.getTime(), timezone) === local) return at;
  return new Date(localDay(local.slice(0, 10), timezone)[edge](minuteOfDay(local.slice(11)) ?? 0));
}
