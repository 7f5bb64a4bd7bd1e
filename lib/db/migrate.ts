import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** The database cannot be brought to this version's schema. The message is one line for a person. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** One migration as it lies on disk; `checksum` is the SHA-256 that Prisma keeps too. */
export type Migration = { name: string; sql: string; checksum: string };

type Log = (line: string) => void;

export type MigrateOptions = {
  log: Log;
  folder?: string;
  /** Stops short of the migrations that are not named: an older archive needs its own schema first. */
  only?: string[];
  /** Runs before the first change to a database that was in use, under the lock; its failure changes nothing. */
  beforeChange?: (firstMigration: string) => Promise<void>;
};

type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null };
/** The advisory lock that Prisma's own commands take, so that the two never migrate at once. */
const migrationLock = 72_707_369;
const connectPatienceMs = 8_000;

const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** The migrations of `folder` in the order in which they apply. */
export function readMigrations(folder = path.join(process.cwd(), "prisma/migrations")): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

function isPassing(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? "";
  return ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENOTFOUND", "57P03", "53300"].includes(code);
}

async function connect(url: string): Promise<pg.Client> {
  const { hostname, port } = new URL(url);
  const deadline = Date.now() + connectPatienceMs;
  while (true) {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      application_name: "favcrm migrate",
    });
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isPassing(error) || Date.now() > deadline) {
        const reason = (error as Error).message || (error as { code?: string }).code;
        throw new MigrationError(`The database at ${hostname}:${port || 5432} cannot be reached: ${reason}`);
      }
      await sleep(250);
    }
  }
}

async function lock(client: pg.Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>("SELECT pg_try_advisory_lock($1) AS got", [migrationLock]);
  if (rows[0]?.got) return;
  log("Another instance is migrating the database; waiting for it.");
  await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
}

async function checkEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>("SHOW server_encoding");
  const encoding = rows[0]?.server_encoding;
  if (encoding === "UTF8") return;
  throw new MigrationError(
    `The database is encoded in ${encoding}; FavCRM needs UTF8. Create another: CREATE DATABASE favcrm ENCODING 'UTF8' TEMPLATE template0`,
  );
}

async function readHistory(client: pg.Client): Promise<Map<string, AppliedRow>> {
  await client.query(historyTable);
  const { rows } = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

/** Throws when history and disk disagree; answers with the migrations still to be applied. */
function pendingOf(migrations: Migration[], history: Map<string, AppliedRow>, log: Log): Migration[] {
  for (const { name, checksum } of migrations) {
    const applied = history.get(name);
    if (applied && !applied.finished_at)
      throw new MigrationError(`The migration ${name} was begun and never finished.`);
    if (applied && applied.checksum !== checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied to this database. Restore its file; write a new migration instead.`,
      );
    }
  }
  const known = new Set(migrations.map((migration) => migration.name));
  const newer = [...history.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) log(`The database knows migrations of a newer version: ${newer.join(", ")}.`);
  return migrations.filter((migration) => !history.has(migration.name));
}

function describeFailure(migration: Migration, error: unknown): string {
  const { message, position } = error as { message: string; position?: string };
  const line = position ? ` (line ${migration.sql.slice(0, Number(position)).split("\n").length})` : "";
  return `The migration ${migration.name} failed${line}: ${message}. Nothing of it was kept.`;
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw new MigrationError(describeFailure(migration, error));
  }
}

/**
 * Brings the database at `url` (a direct connection) to the newest schema and answers with the names it applied.
 * Each file runs in a transaction of its own. Several processes may call this at once: one migrates, the others wait.
 * Throws MigrationError when the database is unreachable, not UTF8, or was migrated with other files.
 */
export async function applyMigrations(url: string, options: MigrateOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder).filter(({ name }) => options.only?.includes(name) ?? true);
  const client = await connect(url);
  try {
    await checkEncoding(client);
    await lock(client, options.log);
    const history = await readHistory(client);
    const pending = pendingOf(migrations, history, options.log);
    if (pending.length > 0 && history.size > 0) await options.beforeChange?.(pending[0]?.name ?? "");
    for (const migration of pending) await applyOne(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}
