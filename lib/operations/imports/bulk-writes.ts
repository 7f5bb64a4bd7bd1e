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

/**
 * For writes about customers whom the transaction itself makes: nobody else sees them yet, so they cannot be merged away
 * meanwhile, and the look for it that every other row gets (follow_merge) is left out.
 */
export async function aboutNewCustomers(db: DatabaseClient, write: () => Promise<void>): Promise<void> {
  await db.$executeRaw`SET LOCAL favcrm.new_customers = 'on'`;
  await write();
  await db.$executeRaw`SET LOCAL favcrm.new_customers = 'off'`;
}
