import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import type { MergeRecord } from "./merge";

/**
 * Brings the consents of a merged customer to the survivor. Where both spoke, a withdrawal wins: a merge must never turn a
 * no into a yes. Records are added and superseded, never changed.
 */
export async function mergeConsents({ db, caller }: TenantContext, fromId: string, toId: string) {
  const [theirs, ours] = await Promise.all([
    db.consentRecord.findMany({ where: { accountId: fromId, isCurrent: true } }),
    db.consentRecord.findMany({ where: { accountId: toId, isCurrent: true } }),
  ]);
  const consentIds: string[] = [];
  const supersededConsentIds: string[] = [];
  for (const record of theirs) {
    const own = ours.find(({ channel, purpose }) => channel === record.channel && purpose === record.purpose);
    if (own && !(own.status === "granted" && record.status === "withdrawn")) continue;
    if (own) {
      await db.consentRecord.updateMany({ where: { id: own.id }, data: { isCurrent: false } });
      supersededConsentIds.push(own.id);
    }
    const id = newId("cst");
    const { recordedAt: _, ...same } = record;
    await db.consentRecord.create({ data: { ...same, id, accountId: toId, actorLabel: caller.actor.label } });
    consentIds.push(id);
  }
  return { consentIds, supersededConsentIds };
}

/** Parts them again: what the merge added goes, what it superseded counts again unless something newer was recorded. */
export async function partConsents(
  { db }: TenantContext,
  { consentIds, supersededConsentIds }: MergeRecord,
): Promise<void> {
  const stillCurrent = await db.consentRecord.findMany({ where: { id: { in: consentIds }, isCurrent: true } });
  await db.consentRecord.deleteMany({ where: { id: { in: consentIds } } });
  for (const id of supersededConsentIds) {
    const old = await db.consentRecord.findFirst({ where: { id } });
    const isFree = stillCurrent.some(({ channel, purpose }) => channel === old?.channel && purpose === old.purpose);
    if (isFree) await db.consentRecord.updateMany({ where: { id }, data: { isCurrent: true } });
  }
}
