import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { type Answer, recordAnswer } from "./record-answer";

/** What a channel reaches people by. Post and push reach a customer, not an address that others may have as well. */
const KINDS: Record<string, string[]> = {
  email: ["email"],
  sms: ["phone"],
  phone: ["phone"],
  whatsapp: ["phone", "whatsapp"],
};

/** Another customer who is reached at the same address through a channel. */
export interface Neighbour {
  accountId: string;
  name: string;
}

/** The customers who share an address of the channel with `accountId` and whose answer that counts is `status`. */
async function neighboursOf(
  { db }: TenantContext,
  accountId: string,
  { channel, purpose }: Answer,
  status: "granted" | "withdrawn",
): Promise<Neighbour[]> {
  const own = await db.accountIdentifier.findMany({ where: { accountId, kind: { in: KINDS[channel] ?? [] } } });
  if (own.length === 0) return [];
  const accounts = await db.account.findMany({
    where: {
      id: { not: accountId },
      deletedAt: null,
      identifiers: { some: { OR: own.map(({ kind, value }) => ({ kind, value })) } },
      consents: { some: { channel, purpose, isCurrent: true, status } },
    },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
    take: 50,
  });
  return accounts.map(({ id, name }) => ({ accountId: id, name }));
}

/**
 * A no is said for a mailbox or a number, whoever shares it: it is recorded for each of them who had said yes. Returns for
 * whom it counts now.
 */
export async function withdrawEverywhere(
  context: TenantContext,
  accountId: string,
  answer: Answer,
  consentId: string,
): Promise<Neighbour[]> {
  const withdrawn: Neighbour[] = [];
  for (const neighbour of await neighboursOf(context, accountId, answer, "granted")) {
    const proof = `Said for the same address: ${consentId}`;
    const { row } = await recordAnswer(context, neighbour.accountId, { ...answer, proof });
    if (row.isCurrent) withdrawn.push(neighbour);
  }
  return withdrawn;
}

/** Who said no for an address of the channel that `accountId` shares. */
export const whoWithdrew = (context: TenantContext, accountId: string, answer: Answer) =>
  neighboursOf(context, accountId, answer, "withdrawn");
