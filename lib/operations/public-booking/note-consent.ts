import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";

/**
 * Keeps that a visitor asked for news by mail, with what proves it. Whoever withdrew before stays withdrawn: a form that
 * anybody can fill does not overrule a customer.
 */
export async function noteMarketingConsent(
  { db, caller }: TenantContext,
  { accountId, email, recordId }: { accountId: string; email: string; recordId: string },
): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  const account = await db.account.findFirst({ where: { id: accountId, email }, select: { id: true } });
  const key = { accountId, channel: "email", purpose: "marketing" };
  const current = account && (await db.consentRecord.findFirst({ where: { ...key, isCurrent: true } }));
  if (!account || current) return;
  await db.consentRecord.create({
    data: {
      organisationId,
      companyId,
      id: newId("cst"),
      ...key,
      status: "granted",
      source: "web_form",
      proof: `Ticked on the public booking page with ${recordId}, from ${caller.ip ?? "an unknown address"}`,
      actorLabel: caller.actor.label,
      occurredAt: new Date(),
      isCurrent: true,
    },
  });
}
