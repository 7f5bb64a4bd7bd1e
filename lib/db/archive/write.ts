import "server-only";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import {
  type ArchiveFooter,
  type ArchiveHeader,
  countLines,
  END_OF_TABLE,
  SIGNATURE,
  type TableHeader,
} from "./format";

type Table = TableHeader & { hasPolicies: boolean };

/** Text that every server reads the same way, whatever its own settings are. */
const PLAIN_TEXT = `SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL extra_float_digits = 3;
  SET LOCAL client_encoding = 'UTF8'; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

const MIGRATION_HISTORY = "_prisma_migrations";

/** The tables of the schema with the columns that hold data; what PostgreSQL computes is computed again. */
async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS "table", c.relrowsecurity AS "hasPolicies", array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> '${MIGRATION_HISTORY}'
     GROUP BY c.oid, c.relname, c.relrowsecurity ORDER BY c.relname`,
  );
  return rows;
}

async function readHeader(client: pg.Client): Promise<ArchiveHeader> {
  const { rows } = await client.query<{ at: Date; version: string }>(
    "SELECT now() AS at, current_setting('server_version') AS version",
  );
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "${MIGRATION_HISTORY}"
     WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY migration_name`,
  );
  return { createdAt: rows[0]?.at.toISOString() ?? "", postgresVersion: rows[0]?.version ?? "", migrations };
}

/** Everything of the database in one snapshot, table by table. */
async function* contents(client: pg.Client, report: (footer: ArchiveFooter) => void): AsyncGenerator<Buffer | string> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query(PLAIN_TEXT);
  yield `${SIGNATURE}\n${JSON.stringify(await readHeader(client))}\n`;
  const tables = await readTables(client);
  let rows = 0;
  for (const { table, columns, hasPolicies } of tables) {
    yield `${JSON.stringify({ table, columns } satisfies TableHeader)}\n`;
    // A forced policy hides rows even from their owner; the system's role sees them all.
    await client.query(hasPolicies ? "SET LOCAL ROLE favcrm_system" : "RESET ROLE");
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
    const data = client.query(copyTo(`COPY (SELECT ${list} FROM ${pg.escapeIdentifier(table)}) TO STDOUT`));
    for await (const chunk of data as AsyncIterable<Buffer>) {
      rows += countLines(chunk);
      yield chunk;
    }
    yield END_OF_TABLE;
  }
  const footer: ArchiveFooter = { end: true, tables: tables.length, rows };
  yield `${JSON.stringify(footer)}\n`;
  await client.query("COMMIT");
  report(footer);
}

async function flushToDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.sync();
  await handle.close();
}

/**
 * Writes everything in the database at `url` into `file`: one snapshot, gzip, readable with zcat; the server may go on
 * serving. The file appears under its name only when it is complete, readable by its owner alone. Memory stays flat.
 * The instance secret is not in it. Answers with how many tables and rows it holds.
 */
export async function writeArchive(url: string, file: string): Promise<{ tables: number; rows: number }> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.unfinished`;
  const client = new pg.Client({ connectionString: url, application_name: "favcrm backup" });
  client.on("error", () => {});
  await client.connect();
  try {
    let footer: ArchiveFooter | undefined;
    await pipeline(
      contents(client, (end) => {
        footer = end;
      }),
      createGzip({ level: 4 }),
      createWriteStream(unfinished, { mode: 0o600 }),
    );
    await flushToDisk(unfinished);
    await rename(unfinished, file);
    return { tables: footer?.tables ?? 0, rows: footer?.rows ?? 0 };
  } finally {
    await client.end();
    await rm(unfinished, { force: true });
  }
}
