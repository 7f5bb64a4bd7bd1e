import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { generateKey, hashKey } from "@/lib/auth/keys";
import { checkArchive } from "@/lib/db/archive/format";
import { restoreArchive } from "@/lib/db/archive/restore";
import { findEmbeddedDatabase, startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer, root } from "../setup/launch";
import { post } from "../support/server";

// What `npm run backup` wrote of a server of the first version that served tools, after three sign-ups.
const firstVersion = path.join(root, "e2e/fixtures/first-version.gz");
const folder = temporaryFolder("upgrade");
const data = path.join(folder, "data");
const saved = path.join(data, "backups");
const key = generateKey();
let server: LaunchedServer | undefined;

const callListServices = () =>
  post(
    { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "list_services", arguments: {} } },
    { key, ...(server ? { url: server.url } : {}) },
  );

/** What a caller is told; a refusal stands there with its code. */
async function namesListed(): Promise<string[]> {
  const { result } = (await (await callListServices()).json()) as {
    result: { structuredContent: { data?: { items: { name: string }[] }; error?: { code: string } } };
  };
  const { data, error } = result.structuredContent;
  return data?.items.map(({ name }) => name) ?? [String(error?.code)];
}

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A data folder as the first version left it: its own schema and nothing newer. */
async function leaveOldData(): Promise<void> {
  const { header } = await checkArchive(firstVersion);
  const migrations = path.join(folder, "migrations");
  mkdirSync(migrations, { recursive: true });
  for (const { name } of header.migrations) {
    cpSync(path.join(root, "prisma/migrations", name), path.join(migrations, name), { recursive: true });
  }
  const database = await startEmbeddedDatabase({ dataFolder: data, log: () => {} });
  await restoreArchive(database.url, firstVersion, { log: () => {}, keys: "keep", migrationFolder: migrations });
  await database.stop();
}

it("brings the data of the first version to this one, and saves it as it was before", async () => {
  await leaveOldData();
  server = await launchServer({ FAVCRM_DATA_DIR: data });
  const [archive, ...others] = readdirSync(saved);
  expect(others).toEqual([]);
  const before = await checkArchive(path.join(saved, archive ?? ""));
  const original = await checkArchive(firstVersion);
  expect(before.header.migrations).toEqual(original.header.migrations);
  expect(before.rows).toBeGreaterThan(30);

  const page = await fetch(`${server.url}/sign-in`);
  expect(page.status).toBe(200);
});

it("does not save again when nothing is pending", async () => {
  await server?.stop();
  server = await launchServer({ FAVCRM_DATA_DIR: data });
  expect(readdirSync(saved)).toHaveLength(1);
});

it("answers tools from the old rows", async () => {
  const database = await findEmbeddedDatabase(data);
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query("BEGIN; SET LOCAL ROLE favcrm_system");
  // The plaintext keys of the old rows are nowhere; one of them gets a new one.
  const { rowCount } = await client.query(
    `UPDATE api_keys SET hash = $1 WHERE revoked_at IS NULL AND cardinality(scopes) > 5
     AND organisation_id = (SELECT organisation_id FROM services)`,
    [hashKey(key)],
  );
  await client.query("COMMIT");
  await client.end();
  expect(rowCount).toBe(1);

  expect(await (await callListServices()).json()).toMatchObject({
    result: {
      structuredContent: { data: { items: [{ name: "Morning yoga", durationMinutes: 60, price: "120.00" }] } },
    },
  });
});

it("keeps serving while the next migration runs, and afterwards (case 71)", async () => {
  const migrations = path.join(folder, "next-migrations");
  cpSync(path.join(root, "prisma/migrations"), migrations, { recursive: true });
  mkdirSync(path.join(migrations, "99991231000000_next"));
  writeFileSync(
    path.join(migrations, "99991231000000_next", "migration.sql"),
    "ALTER TABLE services ADD COLUMN shade text; CREATE INDEX services_shade ON services (organisation_id, shade); SELECT pg_sleep(0.5);",
  );
  const answers: string[] = [];
  let serving = true;
  const callers = Array.from({ length: 4 }, async () => {
    while (serving) answers.push(...(await namesListed()));
  });
  const url = await findEmbeddedDatabase(data);
  expect(await applyMigrations(url ?? "", { log: () => {}, folder: migrations })).toEqual(["99991231000000_next"]);
  serving = false;
  await Promise.all(callers);
  // Those that asked while the table was locked waited, and were answered like the others.
  expect(answers.length).toBeGreaterThan(4);
  expect([...new Set(answers)]).toEqual(["Morning yoga"]);
  expect(await (await callListServices()).json()).toMatchObject({
    result: { structuredContent: { data: { items: [{}] } } },
  });
});
