import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { lockRow } from "@/lib/kernel/versions";
import type { ConsentRow } from "./consent";
import { supersedes } from "./said-when";

/** What a customer said, for one channel and purpose. */
export interface Answer {
  channel: string;
  purpose: string;
  status: string;
  source: string;
  proof: string | null;
  occurredAt: Date;
}

/** Adds an answer to a customer's record. It counts from now on unless a later one is there; `before` is what counted so far. */
export async function recordAnswer(
  { db, caller }: TenantContext,
  accountId: string,
  answer: Answer,
): Promise<{ row: ConsentRow; before: ConsentRow | null }> {
  const { organisationId, companyId } = caller.workspace;
  const { channel, purpose } = answer;
  await lockRow(db, "accounts", accountId);
  const before = await db.consentRecord.findFirst({ where: { accountId, channel, purpose, isCurrent: true } });
  // An answer that is older than the one that counts becomes history at once.
  const isCurrent = supersedes(answer, before);
  if (before && isCurrent) await db.consentRecord.updateMany({ where: { id: before.id }, data: { isCurrent: false } });
  const row = await db.consentRecord.create({
    data: {
      organisationId,
      companyId,
      id: newId("cst"),
      accountId,
      ...answer,
      actorLabel: caller.actor.label,
      isCurrent,
    },
  });
  return { row, before };
}
