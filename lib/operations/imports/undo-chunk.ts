import "server-only";
import type { DatabaseClient } from "@/lib/db/client";

const CHUNK = 1_000;

interface Effect {
  row: number;
  kind: string;
  accountId: string;
  contactId: string | null;
}

export interface Undone {
  deleted: number;
  keptIds: string[];
  /** Whether there may be more to take back. */
  isMore: boolean;
}

/**
 * Takes the next part of an import back: deletes customers who are as the import left them and the contacts it added, and
 * forgets those effects. Effects of customers who were worked with since are forgotten too; the customers stay.
 */
export async function undoChunk(db: DatabaseClient, importId: string, most = CHUNK): Promise<Undone> {
  const last = await db.importEffect.findMany({
    where: { importId },
    orderBy: { row: "desc" },
    take: most,
    select: { row: true },
  });
  const effects = await db.$queryRaw<Effect[]>`
    DELETE FROM import_effects WHERE import_id = ${importId} AND "row" >= ${last.at(-1)?.row ?? 0}::int
    RETURNING "row", kind, account_id AS "accountId", contact_id AS "contactId"`;
  const contactIds = effects.flatMap(({ contactId }) => contactId ?? []);
  if (contactIds.length > 0) await removeContacts(db, contactIds);
  const ids = effects.flatMap(({ kind, accountId }) => (kind === "created" ? [accountId] : []));
  const deletedIds = await removeUntouched(db, ids);
  const gone = new Set(deletedIds);
  const freed = effects.filter(({ accountId, contactId }) => contactId !== null || gone.has(accountId));
  await db.$executeRaw`
    UPDATE import_rows r SET account_id = NULL FROM account_imports i
    WHERE i.id = ${importId} AND r.upload_id = i.upload_id AND r."row" = ANY (${freed.map(({ row }) => row)}::int[])`;
  const left = ids.filter((id) => !gone.has(id));
  const kept = await db.account.findMany({ where: { id: { in: left }, deletedAt: null }, select: { id: true } });
  return { deleted: deletedIds.length, keptIds: kept.map(({ id }) => id), isMore: effects.length === most };
}

/** Untouched means: first version, nothing written, planned, sold or booked since. */
async function removeUntouched(db: DatabaseClient, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE accounts a SET deleted_at = now(), version = version + 1, updated_at = now()
    WHERE id = ANY (${[...ids]}::text[]) AND deleted_at IS NULL AND version = 1 AND last_booking_at IS NULL
      AND NOT EXISTS (SELECT FROM notes n WHERE n.account_id = a.id)
      AND NOT EXISTS (SELECT FROM tasks t WHERE t.account_id = a.id)
      AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = a.id)
    RETURNING id`;
  const deletedIds = rows.map(({ id }) => id);
  await db.$executeRaw`DELETE FROM account_identifiers WHERE account_id = ANY (${deletedIds}::text[])`;
  return deletedIds;
}

/** Deletes contacts nobody changed, and releases what only they brought to their customer. */
async function removeContacts(db: DatabaseClient, ids: readonly string[]): Promise<void> {
  const rows = await db.$queryRaw<{ accountId: string }[]>`
    UPDATE contacts SET deleted_at = now(), version = version + 1, updated_at = now()
    WHERE id = ANY (${[...ids]}::text[]) AND deleted_at IS NULL AND version = 1 RETURNING account_id AS "accountId"`;
  const accountIds = [...new Set(rows.map(({ accountId }) => accountId))];
  await db.$executeRaw`
    DELETE FROM account_identifiers i WHERE account_id = ANY (${accountIds}::text[]) AND kind IN ('email', 'phone')
      AND NOT EXISTS (SELECT FROM accounts a WHERE a.id = i.account_id AND i.value IN (a.email, a.phone))
      AND NOT EXISTS (SELECT FROM contacts c WHERE c.account_id = i.account_id AND c.deleted_at IS NULL
        AND i.value IN (c.email, c.phone))`;
}
