// Writes prisma/migrations/<time>_<name>/migration.sql: the way from the last migrated schema to prisma/schema/.
// usage: node scripts/new-migration.mjs NAME [--empty]
// Prisma's schema engine runs as WebAssembly and compares two schemas, so neither a binary nor a database is needed.
// Policies, roles, triggers and exclusion constraints are added to the file by hand.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

const root = path.resolve(process.env.FAVCRM_PRISMA_ROOT ?? path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const schemaFolder = path.join(root, "prisma/schema");
const migrationsFolder = path.join(root, "prisma/migrations");
const snapshotPath = path.join(migrationsFolder, "schema.snapshot.prisma");

/** Every *.prisma file of the schema folder, as the engine wants them. */
function readSchema() {
  return readdirSync(schemaFolder, { recursive: true })
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => ({
      path: path.join(schemaFolder, file),
      content: readFileSync(path.join(schemaFolder, file), "utf8"),
    }));
}

/** The schema that the newest migration was written from, or undefined before the first one. */
function readSnapshot() {
  try {
    return readFileSync(snapshotPath, "utf8");
  } catch {
    return undefined;
  }
}

/** The engine asks once which server it talks to; comparing two schemas needs nothing else from a database. */
const serverFacts = {
  columnNames: ["exists", "version", "numeric_version"],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, "PostgreSQL 18.0", 180_000]],
};
const connection = {
  provider: "postgres",
  adapterName: "offline",
  queryRaw: async () => serverFacts,
  executeRaw: async () => 0,
  executeScript: async () => {},
  getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  dispose: async () => {},
};
const offlineAdapter = {
  provider: "postgres",
  adapterName: "offline",
  connect: async () => connection,
  connectToShadowDb: async () => connection,
};

async function startEngine() {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = readFileSync(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engineModule.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(offlineAdapter),
  );
}

async function diff(from, to) {
  const engine = await startEngine();
  const { stdout } = await engine.diff({
    from,
    to,
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [name, ...flags] = process.argv.slice(2);
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) fail("usage: npm run migration -- NAME [--empty]   (NAME in snake_case)");

const files = readSchema();
if (files.length === 0) fail(`No *.prisma file in ${schemaFolder}.`);
const snapshot = readSnapshot();
const from = snapshot
  ? { tag: "schemaDatamodel", files: [{ path: snapshotPath, content: snapshot }] }
  : { tag: "empty" };
const sql = await diff(from, { tag: "schemaDatamodel", files }).catch((error) => fail(error.message ?? String(error)));
const isEmpty = sql.trim() === "" || sql.includes("This is an empty migration");
if (isEmpty && !flags.includes("--empty")) fail("The schema did not change. Add --empty for a hand-written migration.");

const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const file = path.join(migrationsFolder, `${stamp}_${name}`, "migration.sql");
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, isEmpty ? "-- Hand-written.\n" : sql);
writeFileSync(
  snapshotPath,
  files
    .map((entry) => entry.content.trimEnd())
    .join("\n\n")
    .concat("\n"),
);
console.log(path.relative(process.cwd(), file));
