import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { anonymiseRecords, scrubTraces } from "./anonymise";
import { scrubImports } from "./import-traces";
import { type Person, personOf } from "./person";

/** What stays after an erasure, and why; the receipt says so. */
export const KEPT = [
  { what: "bookings and deals", why: "Accounting law asks for what was sold and when; they name nobody any more." },
  { what: "consent records without their proof", why: "They show that the person was reached lawfully." },
  {
    what: "who did what and when in the activity",
    why: "The trail stays whole; its values about the person are emptied.",
  },
];

/** An erasure as it is remembered outside the database: ids, nobody's name. */
export const erasure = z.object({
  erasureId: z.string(),
  organisationId: z.string(),
  companyId: z.string(),
  accountId: z.string(),
  /** The customer and whoever was merged into it. */
  accountIds: z.array(z.string()).min(1),
  reason: z.string(),
  erasedAt: z.string(),
});
export type Erasure = z.output<typeof erasure>;

/** Takes a person out of everything of the company. Returns how many rows of each kind were changed or removed. */
export async function removePerson(db: DatabaseClient, person: Person): Promise<Record<string, number>> {
  const importRows = await scrubImports(db, person);
  return { ...(await scrubTraces(db, person)), importRows, ...(await anonymiseRecords(db, person)) };
}

/**
 * Carries out an erasure that this database does not know: it was restored from a time before. `db` must be bound to the
 * erasure's company. Returns how many customers were erased now; those who were not there yet need nothing.
 */
export async function eraseAgain(db: DatabaseClient, again: Erasure): Promise<number> {
  const { organisationId, companyId, erasureId: id, accountId, accountIds, reason } = again;
  const known = await db.account.findMany({ where: { id: { in: accountIds }, erasedAt: null }, select: { id: true } });
  const changed: Record<string, number> = {};
  for (const each of known) {
    const counts = await removePerson(db, await personOf(db, each.id));
    for (const [kind, count] of Object.entries(counts)) changed[kind] = (changed[kind] ?? 0) + count;
  }
  await db.personalDataErasure.create({
    data: {
      organisationId,
      companyId,
      id,
      accountId,
      accountIds,
      reason,
      receipt: { changed, kept: KEPT, repeated: true },
      actorLabel: "Erasure register",
      erasedAt: new Date(again.erasedAt),
    },
  });
  return known.length;
}

/** Empties what another instance wrote into the trail about the erased customers after they were gone. */
export async function scrubLatecomers(db: DatabaseClient, { accountIds }: Erasure): Promise<void> {
  await db.$queryRaw`SELECT favcrm_scrub_audit(${accountIds}::text[], ARRAY[]::text[])`;
}
