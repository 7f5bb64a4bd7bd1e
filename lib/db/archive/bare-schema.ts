import "server-only";
import type pg from "pg";

/** Statements that take away what would slow or stop a load, and those that put it back. */
type BareSchema = { strip: string[]; dress: string[] };

/**
 * What to do around a load into the tables of the schema. Foreign keys and indexes are built once, over everything, instead
 * of row by row; triggers must not fire for what happened long ago; policies would stop COPY, even for the owner.
 * Needs no superuser: the owner of the tables may do all of it, inside one transaction.
 */
export async function planBareSchema(client: pg.Client): Promise<BareSchema> {
  const { rows } = await client.query<{ strip: string; dress: string; step: number }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS strip,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS dress, 2 AS step
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), 1
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype <> 'f')
    UNION ALL
    SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', oid::regclass), format('ALTER TABLE %s ENABLE TRIGGER USER', oid::regclass), 3
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relhastriggers
    UNION ALL
    SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass), format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', oid::regclass), 4
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relforcerowsecurity`);
  // Foreign keys lean on unique indexes: they go first and come back after them.
  const strip = [...rows].sort((a, b) => b.step - a.step).map((row) => row.strip);
  const dress = [...rows].sort((a, b) => a.step - b.step).map((row) => row.dress);
  return { strip, dress };
}
