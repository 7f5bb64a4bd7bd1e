import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { closeDatabases } from "@/lib/db/client";
import { takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { execute } from "@/lib/kernel/execute";
import { createAccount } from "@/lib/operations/accounts/create-account";
import { revokeApiKey } from "@/lib/operations/keys/revoke-api-key";
import { createNote } from "@/lib/operations/notes/create-note";
import { applyMigrations } from "../migrate";
import { ArchiveError, checkArchive } from "./format";
import { restoreArchive } from "./restore";
import { writeArchive } from "./write";

const server = process.env.DATABASE_URL ?? "";
const admin = new pg.Client({ connectionString: server });
const folder = mkdtempSync(path.join(os.tmpdir(), "favcrm-archive-"));
const archive = path.join(folder, "source.gz");
const log = () => {};
const names: string[] = [];
// A database of this suite's own: the shared one holds what every other suite writes meanwhile.
let own: Awaited<ReturnType<typeof takeOwnDatabase>>;
let source = "";
let workspace: TestWorkspace;
let target = "";

async function createDatabase(): Promise<string> {
  const name = `archive_${process.pid}_${names.length}`;
  names.push(name);
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  return Object.assign(new URL(server), { pathname: name }).href;
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What nobody would miss at first: every index, constraint, trigger, policy and grant, as PostgreSQL tells them. */
async function shapeOf(url: string): Promise<string[]> {
  const rows = await query(
    url,
    `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text NOT LIKE 'graphile%'
     UNION ALL SELECT tablename || policyname || roles::text || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'
     UNION ALL SELECT oid::regclass || ' ' || relrowsecurity || relforcerowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     UNION ALL SELECT table_name || grantee || privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee LIKE 'favcrm%'`,
  );
  return rows.map(({ line }) => String(line)).sort();
}

const COMPARED = [
  "organisations",
  "companies",
  "users",
  "memberships",
  "accounts",
  "account_identifiers",
  "audit_events",
];

async function contentOf(url: string, table: string): Promise<unknown[]> {
  const rows = await query(url, `SELECT to_jsonb(t) AS row FROM ${table} t WHERE to_jsonb(t)::text LIKE $1`, [
    `%${workspace.organisationId}%`,
  ]);
  return rows.map(({ row }) => JSON.stringify(row)).sort();
}

beforeAll(async () => {
  await admin.connect();
  own = await takeOwnDatabase();
  source = own.url;
  workspace = await makeWorkspace("Backslash \\. Studio");
  for (const name of ["陳大文", "Tom \\N Ng", "\\.", "🧘 Rita"]) {
    const { data } = await execute(createAccount, workspace.caller, { name: `Person ${name}` });
    const entityId = data.account.id;
    const body = `first\n\\.\n\ttab ${name}`;
    await execute(createNote, workspace.caller, { entityType: "account", entityId, body });
  }
  await writeArchive(source, archive);
});
beforeEach(async () => {
  target = await createDatabase();
});
afterAll(async () => {
  await closeDatabases();
  await own.remove();
  for (const name of names) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("a backup", () => {
  it("is complete, for its owner alone, and says what it holds", async () => {
    const { header, rows } = await checkArchive(archive);
    expect(header.migrations.length).toBeGreaterThan(0);
    expect(rows).toBeGreaterThan(8);
    expect(statSync(archive).mode & 0o777).toBe(0o600);
  });

  it("comes back row by row, with every index, constraint, trigger, policy and grant", async () => {
    await restoreArchive(target, archive, { log, keys: "keep" });
    for (const table of COMPARED)
      expect([table, await contentOf(target, table)]).toEqual([table, await contentOf(source, table)]);
    expect(await shapeOf(target)).toEqual(await shapeOf(source));
  });

  it("does not hold rows that a transaction had not committed", async () => {
    const client = new pg.Client({ connectionString: source });
    await client.connect();
    await client.query("BEGIN; SET LOCAL ROLE favcrm_system; UPDATE organisations SET name = 'Half done'");
    const during = path.join(folder, "during.gz");
    await writeArchive(source, during);
    await client.query("ROLLBACK");
    await client.end();
    expect(gunzipSync(readFileSync(during)).includes("Half done")).toBe(false);
  });
});

describe("a restore", () => {
  it("asks what to do about keys when nobody can tell which were revoked since", async () => {
    await expect(restoreArchive(target, archive, { log })).rejects.toThrow("--keys revoke");
    expect(await query(target, "SELECT to_regclass('organisations') AS there")).toEqual([{ there: null }]);
  });

  it("ends every key when told so", async () => {
    const { revokedKeys } = await restoreArchive(target, archive, { log, keys: "revoke" });
    expect(revokedKeys).toBeGreaterThan(0);
    expect(await query(target, "SELECT id FROM api_keys WHERE revoked_at IS NULL")).toEqual([]);
  });

  it("keeps dead what was revoked after the archive was written (case 72)", async () => {
    const fresh = await makeWorkspace("Leaky Studio");
    const before = path.join(folder, "before-revoking.gz");
    await writeArchive(source, before);
    await execute(revokeApiKey, fresh.caller, { keyId: fresh.keyId, reason: "leaked" });
    const later = path.join(folder, "after-revoking.gz");
    await writeArchive(source, later);
    await restoreArchive(target, later, { log, keys: "keep" });

    const saveReplacedAs = path.join(folder, "replaced.gz");
    const { revokedKeys } = await restoreArchive(target, before, { log, saveReplacedAs });
    expect(revokedKeys).toBe(1);
    const state = await query(target, "SELECT revoked_reason FROM api_keys WHERE id = $1", [fresh.keyId]);
    expect(state).toEqual([{ revoked_reason: "leaked" }]);
    await checkArchive(saveReplacedAs);
  });

  it("refuses to replace data unless asked, and while an instance runs", async () => {
    await restoreArchive(target, archive, { log, keys: "keep" });
    await expect(restoreArchive(target, archive, { log })).rejects.toThrow("--replace");
    const instance = new pg.Client({ connectionString: target, application_name: "favcrm-tenant" });
    await instance.connect();
    await expect(restoreArchive(target, archive, { log, keys: "keep" })).rejects.toThrow("stop every instance");
    await instance.end();
  });

  it("sends nothing twice and signs everybody out", async () => {
    await restoreArchive(target, archive, { log, keys: "keep" });
    const [left] = await query(
      target,
      "SELECT (SELECT count(*) FROM sessions) AS sessions, (SELECT count(*) FROM outbox_mails WHERE status = 'queued') AS mails",
    );
    expect(left).toEqual({ sessions: "0", mails: "0" });
  });

  it.each([
    ["cut off", (data: Buffer) => gzipSync(data.subarray(0, data.length / 2)), "ends too early"],
    [
      "short of a row",
      (data: Buffer) => gzipSync(data.toString("latin1").replace(/\n[^\n{\\]+\n\\\.\n/, "\n\\.\n"), {}),
      "damaged",
    ],
    [
      "of a newer version",
      (data: Buffer) => gzipSync(data.toString("latin1").replace("archive 1", "archive 2")),
      "update FavCRM",
    ],
    ["something else", () => gzipSync("hello\n"), "is not an archive"],
    ["not even packed", () => Buffer.from("hello"), "no archive"],
  ])("changes nothing for a file that is %s", async (_, damage, complaint) => {
    const file = path.join(folder, "damaged.gz");
    writeFileSync(file, damage(gunzipSync(readFileSync(archive))));
    const refusal = restoreArchive(target, file, { log, keys: "keep" });
    await expect(refusal).rejects.toThrow(ArchiveError);
    await expect(refusal).rejects.toThrow(complaint);
    expect(await query(target, "SELECT to_regclass('organisations') AS there")).toEqual([{ there: null }]);
  });

  it("names a missing file", async () => {
    await expect(restoreArchive(target, path.join(folder, "none.gz"), { log })).rejects.toThrow("There is no file");
  });
});

describe("a migration of a database in use", () => {
  it("runs its precaution first, and not at all when that fails", async () => {
    await restoreArchive(target, archive, { log, keys: "keep" });
    await query(
      target,
      `DELETE FROM "_prisma_migrations" WHERE migration_name = (SELECT max(migration_name) FROM "_prisma_migrations")`,
    );
    const beforeChange = async () => {
      throw new Error("no space");
    };
    await expect(applyMigrations(target, { log, beforeChange })).rejects.toThrow("no space");
  });
});
