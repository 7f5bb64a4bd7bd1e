import "server-only";
import { type DatabaseClient, Prisma } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";

/** Ours, not the owner's: stored answers and mails under way. */
const SKIPPED = ["idempotency_records", "outbox_mails"];
/** Never leave, not even for the owner: whoever holds them is half-way in. */
const SECRET_COLUMNS = ["hash", "token_hash"];
const NAME = /^[a-z_][a-z0-9_]*$/;

export interface ExportTable {
  name: string;
  /** Rows belong to one company each; others belong to the organisation. */
  isPerCompany: boolean;
  key: { column: string; type: string }[];
}

/**
 * Every table of which a tenant may read rows, from the database's own catalogue, so that a new table is exported without
 * anybody remembering to. Names are checked, because they become part of a statement.
 */
export async function exportTables(db: DatabaseClient): Promise<ExportTable[]> {
  const tables = await db.$queryRaw<ExportTable[]>`
    SELECT c.relname::text AS name,
           EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid
                   AND pg_get_expr(p.polqual, p.polrelid) LIKE '%favcrm_company_id%') AS "isPerCompany",
           (SELECT json_agg(json_build_object('column', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY k.place)
            FROM pg_index i
            CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
            WHERE i.indrelid = c.oid AND i.indisprimary) AS key
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(current_user, c.oid, 'SELECT')
      AND c.relname <> ALL(${SKIPPED}::text[])
    ORDER BY c.relname`;
  return tables.filter(
    ({ name, key }) => NAME.test(name) && key?.length > 0 && key.every(({ column }) => NAME.test(column)),
  );
}

/** Up to `limit` rows of a table after `cursor` (the last row's key), as JSON texts, with the key of the last one. */
export async function exportRows(
  db: DatabaseClient,
  name: string,
  cursor: readonly string[] | undefined,
  limit: number,
) {
  const table = (await exportTables(db)).find((known) => known.name === name);
  if (!table || (cursor && cursor.length !== table.key.length)) throw new OperationError("not_found");
  const columns = table.key.map(({ column }) => Prisma.raw(`"${column}"`));
  const after = cursor
    ? Prisma.sql`WHERE (${Prisma.join(columns)}) > (${Prisma.join(
        table.key.map(({ type }, place) => Prisma.sql`${cursor[place]}::${Prisma.raw(type)}`),
      )})`
    : Prisma.empty;
  return db.$queryRaw<{ line: string; key: string[] }[]>`
    SELECT (to_jsonb(t) - ${SECRET_COLUMNS}::text[])::text AS line,
           ARRAY[${Prisma.join(columns.map((column) => Prisma.sql`${column}::text`))}] AS key
    FROM ${Prisma.raw(`"${table.name}"`)} t ${after}
    ORDER BY ${Prisma.join(columns)} LIMIT ${limit}`;
}
