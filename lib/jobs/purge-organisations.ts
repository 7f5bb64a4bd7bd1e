import "server-only";
import { type DatabaseClient, Prisma, systemDb } from "@/lib/db/client";
import { RESTORABLE_DAYS } from "@/lib/operations/danger/deleted";

const NAME = /^[a-z_][a-z0-9_]*$/;

interface Reference {
  child: string;
  parent: string;
}

/** Every table with rows of organisations, each before the tables it refers to, so that no reference is left behind. */
async function tablesChildrenFirst(db: DatabaseClient): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('sessions', 'pairings')
    ORDER BY 1`;
  const references = await db.$queryRaw<Reference[]>`
    SELECT DISTINCT conrelid::regclass::text AS child, confrelid::regclass::text AS parent
    FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`;
  const waiting = new Set(tables.map(({ name }) => name).filter((name) => NAME.test(name)));
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      (name) => !references.some(({ child, parent }) => parent === name && waiting.has(child)),
    );
    if (free.length === 0) throw new Error(`Tables refer to each other in a ring: ${[...waiting].join(", ")}`);
    for (const name of free) {
      ordered.push(name);
      waiting.delete(name);
    }
  }
  return ordered;
}

/**
 * Removes organisations that were deleted more than 30 days ago, each with all of its rows in one transaction. People stay:
 * they belong to themselves. Returns the ids that are gone.
 */
export async function purgeOrganisations(): Promise<string[]> {
  const due = await systemDb().$queryRaw<{ id: string }[]>`
    SELECT id FROM organisations WHERE deleted_at < now() - ${RESTORABLE_DAYS}::int * interval '1 day' LIMIT 20`;
  const gone: string[] = [];
  for (const { id } of due) {
    await systemDb().$transaction((db) => purgeOne(db, id), { timeout: 120_000 });
    gone.push(id);
  }
  return gone;
}

async function purgeOne(db: DatabaseClient, id: string): Promise<void> {
  // Locked and looked at again: its owner may be restoring it at this moment.
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM organisations
    WHERE id = ${id} AND deleted_at < now() - ${RESTORABLE_DAYS}::int * interval '1 day' FOR UPDATE`;
  if (!row) return;
  for (const table of await tablesChildrenFirst(db)) {
    await db.$executeRaw(Prisma.sql`DELETE FROM ${Prisma.raw(`"${table}"`)} WHERE organisation_id = ${id}`);
  }
  await db.$executeRaw`UPDATE sessions SET organisation_id = NULL, company_id = NULL WHERE organisation_id = ${id}`;
  await db.$executeRaw`DELETE FROM pairings WHERE organisation_id = ${id}`;
  await db.$executeRaw`DELETE FROM organisations WHERE id = ${id}`;
}
