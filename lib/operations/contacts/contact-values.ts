import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { noSuch } from "@/lib/kernel/refusals";
import { phoneOf } from "../accounts/identifier";

/** The live contact of a live customer. Throws not_found. */
export async function requireContact(db: TenantContext["db"], id: string) {
  const row = await db.contact.findFirst({ where: { id, deletedAt: null, account: { deletedAt: null } } });
  if (!row) throw noSuch("contactId", "contact", "list_contacts");
  return row;
}

/** The two columns of a phone: absent leaves as is, null clears. */
export async function phoneColumns({ db, caller }: TenantContext, phone: string | null | undefined) {
  if (phone === undefined) return {};
  const read = phone === null ? null : await phoneOf(db, caller.workspace, phone);
  return { phone: read?.e164 ?? null, phoneOriginal: read?.original ?? null };
}

/** Takes the mark of whom to reach first from the account's other contacts; there is one at most. */
export async function demoteOthers(db: TenantContext["db"], accountId: string, exceptId: string): Promise<void> {
  await db.contact.updateMany({
    where: { accountId, isPrimary: true, id: { not: exceptId } },
    data: { isPrimary: false },
  });
}
