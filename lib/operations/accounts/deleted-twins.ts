import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { Workspace } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";

/** Customers who were deleted and whose mail, phone or messenger identity somebody new brings. */

export interface Newcomer {
  email?: string | null | undefined;
  phone?: string | null | undefined;
  whatsappId?: string | null | undefined;
}

export interface DeletedTwin {
  id: string;
  name: string;
  localName: string | null;
  email: string | null;
  phone: string | null;
  whatsappId: string | null;
  lifeStage: string;
  deletedAt: Date;
}

const given = (values: (string | null | undefined)[]) =>
  values.filter((value) => value !== null && value !== undefined);

/** The deleted customers who can be restored and share something with one of the newcomers, the last deleted first. */
export async function deletedTwinsOf(db: DatabaseClient, newcomers: readonly Newcomer[]): Promise<DeletedTwin[]> {
  const emails = given(newcomers.map(({ email }) => email));
  const phones = given(newcomers.map(({ phone }) => phone));
  const whatsappIds = given(newcomers.map(({ whatsappId }) => whatsappId));
  if (emails.length + phones.length + whatsappIds.length === 0) return [];
  return db.$queryRaw<DeletedTwin[]>`
    SELECT id, name, local_name AS "localName", email, phone, whatsapp_id AS "whatsappId", life_stage AS "lifeStage",
      deleted_at AS "deletedAt"
    FROM accounts
    WHERE deleted_at IS NOT NULL AND merged_into_id IS NULL AND erased_at IS NULL AND (email = ANY (${emails}::text[])
      OR phone = ANY (${phones}::text[]) OR whatsapp_id = ANY (${whatsappIds}::text[]))
    ORDER BY deleted_at DESC LIMIT 1000`;
}

export function isTwin(twin: DeletedTwin, { email, phone, whatsappId }: Newcomer): boolean {
  return (
    (twin.email !== null && twin.email === email) ||
    (twin.phone !== null && twin.phone === phone) ||
    (twin.whatsappId !== null && twin.whatsappId === whatsappId)
  );
}

/**
 * Gives new customers what their deleted twins withdrew: whoever said no and comes back by a list has not said yes.
 * Returns what was withdrawn, as `email.marketing`, by customer.
 */
export async function carryWithdrawals(
  db: DatabaseClient,
  { organisationId, companyId }: Pick<Workspace, "organisationId" | "companyId">,
  created: readonly (Newcomer & { id: string })[],
  twins: readonly DeletedTwin[],
): Promise<Map<string, string[]>> {
  const carried = new Map<string, string[]>();
  if (twins.length === 0) return carried;
  const withdrawn = await db.consentRecord.findMany({
    where: { accountId: { in: twins.map(({ id }) => id) }, isCurrent: true, status: "withdrawn" },
    orderBy: { occurredAt: "desc" },
  });
  const records = created.flatMap((newcomer) => {
    const ids = new Set(twins.flatMap((twin) => (isTwin(twin, newcomer) ? [twin.id] : [])));
    const latest = new Map(
      withdrawn
        .filter(({ accountId }) => ids.has(accountId))
        .map((record) => [`${record.channel}.${record.purpose}`, record] as const)
        .reverse(),
    );
    if (latest.size > 0) carried.set(newcomer.id, [...latest.keys()]);
    return [...latest.values()].map(({ recordedAt: _, ...record }) => ({
      ...record,
      organisationId,
      companyId,
      id: newId("cst"),
      accountId: newcomer.id,
    }));
  });
  await db.consentRecord.createMany({ data: records });
  return carried;
}
