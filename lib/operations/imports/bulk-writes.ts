import "server-only";
import type { DatabaseClient } from "@/lib/db/client";

/**
 * For a transaction that is about to write rows by the thousand: each of them has its foreign keys checked, and a check that
 * keeps its plan costs a fraction of one that is planned anew for the tenant, as other statements are.
 */
export async function keepPlans(db: DatabaseClient): Promise<void> {
  await db.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`;
}

/**
 * For one part of a longer work whose state stands in the same database: a power cut takes the last parts and the record of
 * them together, and they are done again.
 */
export async function doNotWaitForDisk(db: DatabaseClient): Promise<void> {
  await db.$executeRaw`SET LOCAL synchronous_commit = off`;
}
