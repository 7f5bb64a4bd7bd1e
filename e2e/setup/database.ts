import { rmSync } from "node:fs";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { removeLeftovers, temporaryFolder } from "./folders";

/** Variables of the person's shell that would make the tests send real mail or touch a real database. */
const foreign = [
  "RESEND_API_KEY",
  "RESEND_BASE_URL",
  "SMTP_URL",
  "MAIL_TRANSPORT",
  "MAIL_FROM",
  "APP_URL",
  "HOST",
  "PORT",
];

/** Each vitest project loads its own copy of this file; the database is shared all the same. */
type Shared = { users: number; running?: Promise<() => Promise<void>> };
const holder = globalThis as { favcrmTestDatabase?: Shared };
holder.favcrmTestDatabase ??= { users: 0 };
const shared = holder.favcrmTestDatabase;

async function start(): Promise<() => Promise<void>> {
  removeLeftovers("test");
  const folder = temporaryFolder("test");
  const database = await startEmbeddedDatabase({ dataFolder: folder, log: () => {} });
  await applyMigrations(database.url, { log: () => {} });
  for (const name of foreign) delete process.env[name];
  process.env.DATABASE_URL = database.url;
  delete process.env.DATABASE_DIRECT_URL;
  process.env.FAVCRM_DATA_DIR = folder;
  process.env.LOG_LEVEL ??= "silent";
  return async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** One PostgreSQL with the newest schema for all suites of this run; they find it through DATABASE_URL. */
export default async function setup(): Promise<() => Promise<void>> {
  shared.users += 1;
  shared.running ??= start();
  const stop = await shared.running;
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await stop();
  };
}
