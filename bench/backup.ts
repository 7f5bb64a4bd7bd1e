// npm run bench -- backup [--customers N | --from FOLDER]: how long a backup and a restore take, and the memory they need;
// of customers made for it or of the data in FOLDER (such as what bench/customers.mjs --keep left); prints JSON.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { restoreArchive } from "@/lib/db/archive/restore";
import { writeArchive } from "@/lib/db/archive/write";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";

const { values } = parseArgs({
  options: { customers: { type: "string", default: "1000000" }, from: { type: "string" } },
});
const customers = Number(values.customers);

/** One organisation with customers who have a mail address, a phone and a tag each, made in the database. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const own = "'org_' || repeat('0', 24), 'co_' || repeat('0', 24)";
  await client.query(`
    BEGIN; SET LOCAL ROLE favcrm_system;
    INSERT INTO organisations (id, name, country, timezone, currency, plan) VALUES ('org_' || repeat('0', 24), 'Big', 'HK', 'Asia/Hong_Kong', 'HKD', 'self_hosted');
    INSERT INTO companies (organisation_id, id, name, country, timezone, currency, phone_region) VALUES (${own}, 'Big', 'HK', 'Asia/Hong_Kong', 'HKD', 'HK');
    INSERT INTO accounts (organisation_id, company_id, id, name, local_name, email, phone, search_text, search_grams, sort_name, sort_email)
    SELECT ${own}, 'acc_' || lpad(n::text, 24, '0'), 'Person ' || md5(n::text), '陳大文', md5(n::text) || '@example.com', '+8526' || lpad(n::text, 7, '0'),
      'person ' || md5(n::text) || ' 陳大文 ' || md5(n::text) || '@example.com', ARRAY['陳大', '大文', left(md5(n::text), 2)], 'person ' || md5(n::text), md5(n::text) || '@example.com'
    FROM generate_series(1, ${customers}) n;
    INSERT INTO account_identifiers (organisation_id, company_id, account_id, kind, value)
    SELECT ${own}, 'acc_' || lpad(n::text, 24, '0'), kind, CASE kind WHEN 'email' THEN md5(n::text) || '@example.com' ELSE '+8526' || lpad(n::text, 7, '0') END
    FROM generate_series(1, ${customers}) n, unnest(ARRAY['email', 'phone']) kind;
    COMMIT`);
  await client.end();
}

async function timed<T extends object>(name: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let peak = 0;
  const probe = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const value = await work();
  clearInterval(probe);
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
  const rowsPerSecond = "rows" in value ? { rowsPerSecond: Math.round(Number(value.rows) / seconds) } : {};
  const peakMemoryMb = Math.round(peak / 2 ** 20);
  console.log(JSON.stringify({ step: name, seconds, peakMemoryMb, ...rowsPerSecond, ...value }));
  return value;
}

const folder = mkdtempSync(path.join(tmpdir(), "favcrm-bench-"));
const file = path.join(folder, "archive.gz");
const source = await startEmbeddedDatabase({ dataFolder: values.from ?? path.join(folder, "source"), log: () => {} });
const target = await startEmbeddedDatabase({ dataFolder: path.join(folder, "target"), log: () => {} });
try {
  await applyMigrations(source.url, { log: () => {} });
  if (!values.from) await timed("fill", async () => ({ customers, made: await fill(source.url) }));
  await timed("backup", () => writeArchive(source.url, file));
  console.log(JSON.stringify({ archiveMb: Math.round(statSync(file).size / 2 ** 20) }));
  await timed("restore", () => restoreArchive(target.url, file, { log: () => {}, keys: "keep" }));
} finally {
  await Promise.all([source.stop(), target.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
