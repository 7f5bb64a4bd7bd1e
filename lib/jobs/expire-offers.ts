import "server-only";
import { Prisma, systemDb } from "@/lib/db/client";
import { endEntry } from "@/lib/operations/bookings/offer-freed-places";
import { ofLivingOrganisation } from "./living";

const BATCH = 50;

/** Ends offers of the wait-list that nobody took in time, on the database's clock, and asks the next. Returns how many. */
export async function expireOffers(): Promise<number> {
  return systemDb().$transaction(async (db) => {
    const due = await db.$queryRaw<{ id: string; organisationId: string }[]>`
      SELECT id, organisation_id AS "organisationId" FROM waitlist_entries
      WHERE status = 'offered' AND offered_until <= clock_timestamp()
        AND ${ofLivingOrganisation(Prisma.sql`organisation_id`)}
      ORDER BY offered_until LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
    for (const { id, organisationId } of due) {
      const entry = await db.waitlistEntry.findFirstOrThrow({ where: { id, organisationId } });
      const company = await db.company.findFirstOrThrow({ where: { id: entry.companyId, organisationId } });
      const { name: companyName, language, timezone } = company;
      const workspace = { organisationId, companyId: entry.companyId, companyName, language, timezone };
      await endEntry({ db, caller: { workspace, actor: { label: "Wait-list" } } }, entry, "expired");
    }
    return due.length;
  });
}
