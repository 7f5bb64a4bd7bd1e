import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { applyMigrations, readMigrations } from "../migrate";
import { planBareSchema } from "./bare-schema";
import { type CarryOver, endUnfinished, readCarryOver, rememberErasures, revokeAgain, revokeAll } from "./carry-over";
import { ArchiveError, type ArchiveHeader, ArchiveReader, checkArchive, type TableHeader } from "./format";
import { writeArchive } from "./write";

type Log = (line: string) => void;

export type RestoreOptions = {
  log: Log;
  /** Where what is there now is saved before it is replaced; undefined refuses to replace anything. */
  saveReplacedAs?: string | undefined;
  /** For an empty database, where nobody can tell which keys were revoked after the archive was written. */
  keys?: "keep" | "revoke" | undefined;
  migrationFolder?: string;
};

export type Restored = { createdAt: string; tables: number; rows: number; revokedKeys: number; erasures: number };

function checkVersion({ migrations }: ArchiveHeader, folder?: string): void {
  const ours = new Map(readMigrations(folder).map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of migrations) {
    if (!ours.has(name))
      throw new ArchiveError(
        `The archive knows the migration ${name}, which this version does not: update FavCRM first.`,
      );
    if (ours.get(name) !== checksum)
      throw new ArchiveError(
        `The migration ${name} of the archive differs from this version's: restore with the code that wrote it.`,
      );
  }
}

async function checkAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'favcrm-%'`,
  );
  if (rows.length > 0) throw new ArchiveError("FavCRM is running on this database: stop every instance, then restore.");
}

async function holdsData(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("SELECT to_regclass('organisations') IS NOT NULL AS there");
  if (!rows[0]?.there) return false;
  await client.query("BEGIN READ ONLY; SET LOCAL ROLE favcrm_system");
  const { rowCount } = await client.query("SELECT FROM organisations LIMIT 1");
  await client.query("COMMIT");
  return rowCount === 1;
}

/** Saves what is there, if anything, and answers with what must outlive it. */
async function putAside(client: pg.Client, url: string, options: RestoreOptions): Promise<CarryOver | undefined> {
  if (!(await holdsData(client))) {
    if (options.keys) return undefined;
    throw new ArchiveError(
      "Keys that were revoked after the archive was written would work again. Say --keys revoke to end every key, or --keys keep when none was revoked since (such as when moving to another database).",
    );
  }
  if (!options.saveReplacedAs)
    throw new ArchiveError(
      "The database holds organisations. Say --replace to save them to a file and put the archive in their place.",
    );
  const saved = await writeArchive(url, options.saveReplacedAs);
  options.log(`What was there is saved: ${saved.rows} rows in ${options.saveReplacedAs}`);
  return readCarryOver(client);
}

async function wipe(client: pg.Client): Promise<void> {
  await client.query("DROP SCHEMA IF EXISTS graphile_worker CASCADE");
  await client.query("DROP SCHEMA public CASCADE");
  await client.query("CREATE SCHEMA public");
}

async function loadTable(client: pg.Client, reader: ArchiveReader, { table, columns }: TableHeader): Promise<number> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const sink = client.query(copyFrom(`COPY ${pg.escapeIdentifier(table)} (${list}) FROM STDIN`));
  await pipeline(Readable.from(reader.rows(), { objectMode: false }), sink);
  return sink.rowCount;
}

async function loadTables(client: pg.Client, file: string): Promise<{ tables: number; rows: number }> {
  const reader = new ArchiveReader(file);
  await reader.header();
  let rows = 0;
  while (true) {
    const next = await reader.table();
    if ("end" in next) {
      if (rows !== next.rows)
        throw new ArchiveError(`${file} promised ${next.rows} rows and gave ${rows}: nothing was restored.`);
      return { tables: next.tables, rows };
    }
    rows += await loadTable(client, reader, next);
  }
}

/** All rows and what must hold once they are back, in one transaction. */
async function load(client: pg.Client, file: string, carried: CarryOver | undefined, keys: RestoreOptions["keys"]) {
  await client.query("BEGIN");
  await client.query(
    "SET LOCAL client_encoding = 'UTF8'; SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'",
  );
  const { strip, dress } = await planBareSchema(client);
  for (const statement of strip) await client.query(statement);
  const loaded = await loadTables(client, file);
  await endUnfinished(client);
  let revokedKeys = carried ? await revokeAgain(client, carried) : 0;
  if (keys === "revoke") revokedKeys += await revokeAll(client);
  const erasures = carried ? await rememberErasures(client, carried) : 0;
  for (const statement of dress) await client.query(statement);
  await client.query("COMMIT");
  return { ...loaded, revokedKeys, erasures };
}

/**
 * Makes the database at `url` (a direct connection of the tables' owner, FavCRM stopped) hold what the archive `file` holds,
 * brought to the newest schema. The archive is read to its end before anything changes; the rows come in one transaction.
 * Keys revoked in the replaced database stay revoked. Throws ArchiveError, and MigrationError from the steps beside it.
 */
export async function restoreArchive(url: string, file: string, options: RestoreOptions): Promise<Restored> {
  const { header } = await checkArchive(file);
  checkVersion(header, options.migrationFolder);
  const migrate = { log: options.log, ...(options.migrationFolder ? { folder: options.migrationFolder } : {}) };
  const client = new pg.Client({ connectionString: url, application_name: "favcrm restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    await checkAlone(client);
    const carried = await putAside(client, url, options);
    await wipe(client);
    await applyMigrations(url, { ...migrate, only: header.migrations.map(({ name }) => name) });
    const loaded = await load(client, file, carried, options.keys);
    await applyMigrations(url, migrate);
    await client.query("ANALYZE");
    return { createdAt: header.createdAt, ...loaded };
  } finally {
    await client.end();
  }
}
