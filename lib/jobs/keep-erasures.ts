import "server-only";
import { systemDb, tenantDb } from "@/lib/db/client";
import { withTenant } from "@/lib/db/tenant";
import { log } from "@/lib/kernel/log";
import { type Erasure, eraseAgain, scrubLatecomers } from "@/lib/operations/personal-data/erasure";
import { addToRegister, readRegister } from "@/lib/operations/personal-data/register";

/**
 * Keeps register and database in step: an erasure of the database is added to the register; one that only the register
 * knows was lost by a restore from an older copy and is carried out again. Returns how many of each.
 */
export async function keepErasures(): Promise<{ registered: number; repeated: number }> {
  const [register, done] = await Promise.all([readRegister(), doneErasures()]);
  const fresh = done.filter(({ erasureId }) => !register.has(erasureId));
  for (const entry of fresh) await withTenant(entry, () => tenantDb().$transaction((db) => scrubLatecomers(db, entry)));
  await addToRegister(fresh);
  const isDone = new Set(done.map(({ erasureId }) => erasureId));
  let repeated = 0;
  for (const entry of register.values()) if (!isDone.has(entry.erasureId) && (await repeat(entry))) repeated += 1;
  if (repeated > 0) log().warn({ repeated }, "Erasures that a restore had lost were carried out again");
  return { registered: fresh.length, repeated };
}

async function doneErasures(): Promise<Erasure[]> {
  const rows = await systemDb().personalDataErasure.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ id, organisationId, companyId, accountId, accountIds, reason, erasedAt }) => ({
    erasureId: id,
    organisationId,
    companyId,
    accountId,
    accountIds: accountIds.length > 0 ? accountIds : [accountId],
    reason,
    erasedAt: erasedAt.toISOString(),
  }));
}

/** False when the company is not in this database at all. */
async function repeat(entry: Erasure): Promise<boolean> {
  const { organisationId, companyId, erasureId } = entry;
  if ((await systemDb().company.count({ where: { organisationId, id: companyId } })) === 0) return false;
  const customers = await withTenant({ organisationId, companyId }, () =>
    tenantDb().$transaction((db) => eraseAgain(db, entry), { timeout: 60_000 }),
  );
  log().warn({ erasureId, customers }, "An erasure was carried out again");
  return true;
}
