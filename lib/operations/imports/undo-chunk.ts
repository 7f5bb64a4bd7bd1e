import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { emptyFilled, releaseUnused } from "./empty-filled";
import { contactsWorkedWith, customersWorkedWith } from "./worked-with";

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
  deletedContacts: number;
  keptContactIds: string[];
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
  const removedContacts = await removeContacts(db, contactIds);
  const madeIds = effects.flatMap(({ kind, accountId }) => (kind === "created" ? [accountId] : []));
  const earlier = await earlierEffects(db, importId, effects);
  const madeEarlier = earlier.flatMap(({ kind, accountId }) => (kind === "created" ? [accountId] : []));
  const worked = await customersWorkedWith(db, [...madeIds, ...madeEarlier], [...effects, ...earlier]);
  const emptied = await emptyFilled(
    db,
    importId,
    effects.filter(({ kind, accountId }) => kind === "filled" && !worked.has(accountId)),
  );
  const made = effects.flatMap(({ kind, accountId, versionAfter }) =>
    kind === "created" && !worked.has(accountId)
      ? [{ id: accountId, version: (versionAfter ?? 1) + (emptied.changed.has(accountId) ? 1 : 0) }]
      : [],
  );
  const deletedIds = await removeUntouched(db, made);
  const gone = new Set(deletedIds);
  const isFreed = ({ kind, accountId, contactId }: Effect) =>
    (contactId !== null && removedContacts.has(contactId)) ||
    gone.has(accountId) ||
    (kind === "filled" && emptied.settled.has(accountId));
  await db.$executeRaw`
    UPDATE import_rows r SET account_id = NULL, held = NULL FROM account_imports i
    WHERE i.id = ${importId} AND r.upload_id = i.upload_id
      AND r."row" = ANY (${effects.filter(isFreed).map(({ row }) => row)}::int[])`;
  const left = effects.filter((each) => each.contactId === null && !isFreed(each)).map(({ accountId }) => accountId);
  const kept = await db.account.findMany({ where: { id: { in: left }, deletedAt: null }, select: { id: true } });
  return {
    deleted: deletedIds.length,
    keptIds: kept.map(({ id }) => id),
    deletedContacts: removedContacts.size,
    keptContactIds: contactIds.filter((id) => !removedContacts.has(id)),
    isMore: effects.length === most,
  };
}

/** What parts of this import that are still to be taken back did to those whom this part filled. */
async function earlierEffects(db: DatabaseClient, importId: string, effects: readonly Effect[]) {
  const ids = [...new Set(effects.flatMap(({ kind, accountId }) => (kind === "filled" ? [accountId] : [])))];
  if (ids.length === 0) return [];
  return db.importEffect.findMany({
    where: { importId, accountId: { in: ids } },
    select: { kind: true, accountId: true, filled: true },
  });
}

/** Untouched means here: the version that the import left. */
async function removeUntouched(
  db: DatabaseClient,
  made: readonly { id: string; version: number }[],
): Promise<string[]> {
  if (made.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE accounts a SET deleted_at = now(), version = a.version + 1, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(made)}::jsonb) AS m (id text, version int)
    WHERE a.id = m.id AND a.version = m.version AND a.deleted_at IS NULL
    RETURNING a.id`;
  const deletedIds = rows.map(({ id }) => id);
  await db.$executeRaw`DELETE FROM account_identifiers WHERE account_id = ANY (${deletedIds}::text[])`;
  return deletedIds;
}

/** Deletes contacts nobody changed or worked with, and releases what only they brought to their customer. Returns their ids. */
async function removeContacts(db: DatabaseClient, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const worked = await contactsWorkedWith(db, ids);
  const untouched = ids.filter((id) => !worked.has(id));
  const rows = await db.$queryRaw<{ id: string; accountId: string }[]>`
    UPDATE contacts SET deleted_at = now(), version = version + 1, updated_at = now()
    WHERE id = ANY (${untouched}::text[]) AND deleted_at IS NULL AND version = 1 RETURNING id, account_id AS "accountId"`;
  await releaseUnused(db, [...new Set(rows.map(({ accountId }) => accountId))]);
  return new Set(rows.map(({ id }) => id));
}
