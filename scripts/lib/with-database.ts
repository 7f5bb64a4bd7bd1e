import { ArchiveError } from "@/lib/db/archive/format";
import { EmbeddedDatabaseError, findEmbeddedDatabase, startEmbeddedDatabase } from "@/lib/db/embedded";
import { MigrationError } from "@/lib/db/migrate";
import { EnvironmentError, env } from "@/lib/env";

/**
 * Runs `work` with the address of the database: DATABASE_DIRECT_URL or DATABASE_URL, else the embedded one of the data
 * folder, which is started when no server runs it. `alone` refuses while one does.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>, { alone = false } = {}): Promise<T> {
  const { databaseDirectUrl, dataFolder } = env();
  if (databaseDirectUrl) return work(databaseDirectUrl);
  const running = await findEmbeddedDatabase(dataFolder);
  if (running && alone) throw new EmbeddedDatabaseError(`FavCRM runs on the data folder ${dataFolder}: stop it first.`);
  if (running) return work(running);
  const database = await startEmbeddedDatabase({ dataFolder, log: () => {} });
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

const KNOWN = [ArchiveError, EmbeddedDatabaseError, EnvironmentError, MigrationError];

/** Runs a program of the command line: what a person can mend is one line on stderr, everything else a stack; exit code 1. */
export function runProgram(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(KNOWN.some((kind) => error instanceof kind) ? (error as Error).message : error);
    process.exitCode = 1;
  });
}

/** A time for file names, to the second. */
export const fileStamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
