import { createHash } from "node:crypto";
import pg from "pg";
import type { TestWorkspace } from "@/e2e/support/workspace";
import { generateKey } from "@/lib/auth/keys";

const numbered = (prefix: string) => `'${prefix}_' || lpad(n::text, 24, '0')`;
const TENANT = `'organisation_id', ${numbered("org")}, 'company_id', ${numbered("co")}`;

/** Rows of a table once more for each number, with other values in some columns. */
const copies = (table: string, changed: string, where: string, from = "generate_series(1, $2::int) n") => `
  INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object(${changed}))).*
  FROM ${table} t, ${from} WHERE ${where}`;

/**
 * Copies a workspace, with its services and a key of its own for each copy, `count` times: ten thousand in seconds. Returns
 * the keys. The copies belong to the same person.
 */
export async function multiply(databaseUrl: string, workspace: TestWorkspace, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, generateKey);
  const hashes = keys.map((key) => createHash("sha256").update(key).digest("hex"));
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  try {
    const original = [workspace.organisationId, count];
    const ofOriginal = "t.organisation_id = $1";
    await owner.query(copies("organisations", `'id', ${numbered("org")}`, "t.id = $1"), original);
    const company = `'organisation_id', ${numbered("org")}, 'id', ${numbered("co")}`;
    await owner.query(copies("companies", company, ofOriginal), original);
    const membership = `'organisation_id', ${numbered("org")}, 'default_company_id', ${numbered("co")}`;
    await owner.query(copies("memberships", membership, ofOriginal), original);
    await owner.query(copies("services", TENANT, ofOriginal), original);
    const key = `${TENANT}, 'id', ${numbered("key")}, 'hash', new_hash`;
    const from = "unnest($2::text[]) WITH ORDINALITY AS h(new_hash, n)";
    await owner.query(copies("api_keys", key, "t.organisation_id = $1 AND t.id = $3", from), [
      workspace.organisationId,
      hashes,
      workspace.keyId,
    ]);
    return keys;
  } finally {
    await owner.end();
  }
}

/** What the server's own upkeep does in time after a large filling, done before anything is measured. */
export async function tidy(databaseUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await owner.query("VACUUM ANALYZE");
  await owner.query("CHECKPOINT");
  await owner.end();
}
