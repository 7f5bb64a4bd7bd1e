import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";

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

let users = 0;
let running: Promise<() => Promise<void>> | undefined;

async function start(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-test-"));
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
  users += 1;
  running ??= start();
  const stop = await running;
  return async () => {
    users -= 1;
    if (users === 0) await stop();
  };
}
