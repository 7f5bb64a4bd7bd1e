import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import type { TenantContext } from "@/lib/kernel/context";
import { toMinor } from "@/lib/kernel/money";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { requireAccount } from "../accounts/account-values";
import { requireMember } from "../team/find-member";

interface DealValues {
  amount?: string | null | undefined;
  ownerId?: string | null | undefined;
  accountId?: string | null | undefined;
  contactId?: string | null | undefined;
  closingDate?: string | null | undefined;
}

export const WITH_NAMES = {
  stage: { select: { name: true, outcome: true, probability: true } },
  account: { select: { name: true } },
} as const;

/** The live deal. Throws not_found. */
export async function requireDeal(db: DatabaseClient, id: string) {
  const row = await db.deal.findFirst({ where: { id, deletedAt: null }, include: WITH_NAMES });
  if (!row) throw noSuch("dealId", "deal", "list_deals");
  return row;
}

/** The columns that need reading or checking. `held` is the customer the deal already has. */
export async function dealColumns({ db }: TenantContext, values: DealValues, currency: string, held: string | null) {
  const { amount, ownerId, accountId, contactId, closingDate } = values;
  if (accountId) await requireAccount(db, accountId);
  if (contactId) await requireContactOf(db, contactId, accountId === undefined ? held : accountId);
  const owner = ownerId ? await requireMember(db, ownerId, "ownerId") : null;
  return {
    ...(amount === undefined ? {} : { amountMinor: amount === null ? null : minorOf(amount, currency) }),
    ...(ownerId === undefined ? {} : { ownerId: owner?.userId ?? null }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(closingDate === undefined
      ? {}
      : { closingDate: closingDate === null ? null : new Date(`${closingDate}T00:00:00Z`) }),
  };
}

function minorOf(amount: string, currency: string): bigint {
  const minor = toMinor(amount, currency);
  if (minor === null || minor < 0n)
    throw invalidField("amount", `must be a decimal text such as "12000.00" in ${currency}`, "12000.00");
  return minor;
}

async function requireContactOf(db: DatabaseClient, contactId: string, accountId: string | null): Promise<void> {
  const contact = await db.contact.findFirst({ where: { id: contactId, deletedAt: null } });
  if (!contact) throw noSuch("contactId", "contact", "list_contacts");
  if (accountId && contact.accountId !== accountId)
    throw invalidField("contactId", "must be a contact of the deal's customer");
}
