import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { emptyFilled, releaseUnused } from "./empty-filled";

const CHUNK = 1_000;

interface Effect {
  row: number;
  kind: string;
  accountId: string;
  contactId: string | null;
  filled: string[];
  versionAfter: number | null;
}

export interface Undone {
  deleted: number;
  keptIds: string[];
  /** Whether there may be more to take back. */
  isMore: boolean;
}

/**
 * Takes the next part of an import back: deletes customers who are as the import left them and the contacts it added,
 * empties what it filled, and forgets those effects. Effects of customers who were worked with since are forgotten too; the customers stay.
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
    RETURNING "row", kind, account_id AS "accountId", contact_id AS "contactId", filled, version_after AS "versionAfter"`;
  const contactIds = effects.flatMap(({ contactId }) => contactId ?? []);
  if (contactIds.length > 0) await removeContacts(db, contactIds);
  const filled = effects.filter(({ kind }) => kind === "filled");
  const own = await workedWith(db, importId, filled, madeBy(effects));
  const emptied = await emptyFilled(
    db,
    importId,
    filled.filter(({ accountId }) => !own.has(accountId)),
  );
  const made = effects.flatMap(({ kind, accountId, versionAfter }) =>
    kind === "created"
      ? [{ id: accountId, version: (versionAfter ?? 1) + (emptied.changed.has(accountId) ? 1 : 0) }]
      : [],
  );
  const deletedIds = await removeUntouched(db, made);
  const gone = new Set(deletedIds);
  const isFreed = ({ kind, accountId, contactId }: Effect) =>
    contactId !== null || gone.has(accountId) || (kind === "filled" && emptied.settled.has(accountId));
  await db.$executeRaw`
    UPDATE import_rows r SET account_id = NULL, held = NULL FROM account_imports i
    WHERE i.id = ${importId} AND r.upload_id = i.upload_id
      AND r."row" = ANY (${effects.filter(isFreed).map(({ row }) => row)}::int[])`;
  const left = effects.filter((each) => each.contactId === null && !isFreed(each)).map(({ accountId }) => accountId);
  const kept = await db.account.findMany({ where: { id: { in: left }, deletedAt: null }, select: { id: true } });
  return { deleted: deletedIds.length, keptIds: kept.map(({ id }) => id), isMore: effects.length === most };
}

/** Nothing was written about an account `a`, planned, sold or booked. */
const NOTHING_WRITTEN = Prisma.sql`a.last_booking_at IS NULL
  AND NOT EXISTS (SELECT FROM notes n WHERE n.account_id = a.id)
  AND NOT EXISTS (SELECT FROM tasks t WHERE t.account_id = a.id)
  AND NOT EXISTS (SELECT FROM deals d WHERE d.account_id = a.id)`;

const madeBy = (effects: readonly Effect[]) =>
  effects.flatMap(({ kind, accountId }) => (kind === "created" ? [accountId] : []));

/** Customers whom this import made, later rows of it filled, and who stay because of what was written since: as they are. */
async function workedWith(
  db: DatabaseClient,
  importId: string,
  filled: readonly Effect[],
  made: readonly string[],
): Promise<Set<string>> {
  if (filled.length === 0) return new Set();
  const ids = [...new Set(filled.map(({ accountId }) => accountId))];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM accounts a WHERE a.id = ANY (${ids}::text[]) AND NOT (${NOTHING_WRITTEN})
      AND (a.id = ANY (${[...made]}::text[]) OR EXISTS (
        SELECT FROM import_effects e WHERE e.import_id = ${importId} AND e.account_id = a.id AND e.kind = 'created'))`;
  return new Set(rows.map(({ id }) => id));
}

/** Untouched means: the version that the import left, nothing written, planned, sold or booked since. */
async function removeUntouched(
  db: DatabaseClient,
  made: readonly { id: string; version: number }[],
): Promise<string[]> {
  if (made.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE accounts a SET deleted_at = now(), version = a.version + 1, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(made)}::jsonb) AS m (id text, version int)
    WHERE a.id = m.id AND a.version = m.version AND a.deleted_at IS NULL AND ${NOTHING_WRITTEN}
    RETURNING a.id`;
  const deletedIds = rows.map(({ id }) => id);
  await db.$executeRaw`DELETE FROM account_identifiers WHERE account_id = ANY (${deletedIds}::text[])`;
  return deletedIds;
}

/** Deletes contacts nobody changed, and releases what only they brought to their customer. */
async function removeContacts(db: DatabaseClient, ids: readonly string[]): Promise<void> {
  const rows = await db.$queryRaw<{ accountId: string }[]>`
    UPDATE contacts SET deleted_at = now(), version = version + 1, updated_at = now()
    WHERE id = ANY (${[...ids]}::text[]) AND deleted_at IS NULL AND version = 1 RETURNING account_id AS "accountId"`;
  await releaseUnused(db, [...new Set(rows.map(({ accountId }) => accountId))]);
}
