import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const page = readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "../../docs/scaling.md"), "utf8");

/** First cells of the table of docs/scaling.md below the line that begins with `heading`. */
function documented(heading: string): string[] {
  const below = page.slice(page.indexOf(`| ${heading}`));
  return [...below.slice(0, below.indexOf("\n\n")).matchAll(/^\| `([a-z_]+)`/gm)].map(([, name = ""]) => name).sort();
}

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
});
afterAll(() => client.end());

async function names(sql: string): Promise<string[]> {
  return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name).sort();
}

/** Tables of a business: whatever an organisation owns. */
const OWNED = `(SELECT a.attrelid AS oid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organisation_id' AND a.attnotnull)`;

const firstColumn = (key: string) =>
  `(SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ${key})`;

describe("the schema, spread over several servers by organisation", () => {
  it("has tables that belong to no organisation, which docs/scaling.md lists", async () => {
    const others =
      await names(`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname <> '_prisma_migrations' AND oid NOT IN ${OWNED}`);
    expect(others).toEqual(documented("table that stays"));
  });

  it("begins the primary key of every other table with the organisation", async () => {
    expect(
      await names(`SELECT i.indrelid::regclass::text AS name FROM pg_index i
        WHERE i.indisprimary AND i.indrelid IN ${OWNED} AND ${firstColumn("i.indkey[0]")} <> 'organisation_id'`),
    ).toEqual([]);
    expect(
      await names(`SELECT oid::regclass::text AS name FROM ${OWNED} owned
        WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = owned.oid AND i.indisprimary)`),
    ).toEqual([]);
  });

  it("keeps nothing else unique across organisations than docs/scaling.md lists", async () => {
    const across = await names(`SELECT i.indexrelid::regclass::text AS name FROM pg_index i
      WHERE (i.indisunique OR i.indisexclusion) AND i.indrelid IN ${OWNED} AND ${firstColumn("i.indkey[0]")} <> 'organisation_id'`);
    expect(across).toEqual(documented("unique across"));
  });

  it("refers from one organisation's row to another only within it, or to tables that are everywhere", async () => {
    const astray = await names(`SELECT conname AS name FROM pg_constraint k
      WHERE contype = 'f' AND conrelid IN ${OWNED} AND confrelid IN ${OWNED} AND NOT EXISTS (
        SELECT FROM unnest(conkey, confkey) AS pair(own, other)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own AND a.attname = 'organisation_id'
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other AND b.attname = 'organisation_id')`);
    expect(astray).toEqual([]);
    const outward = await names(`SELECT DISTINCT confrelid::regclass::text AS name FROM pg_constraint k
      WHERE contype = 'f' AND conrelid IN ${OWNED} AND confrelid NOT IN ${OWNED}`);
    expect(outward).toEqual(["organisations", "users"]);
  });
});
