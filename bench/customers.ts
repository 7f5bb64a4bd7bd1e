import { rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";
import { closeDatabases } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { flushAudit } from "@/lib/kernel/audit";
import { CASES } from "./customers/cases";
import { ownerOfBig } from "./customers/company";
import { type Finding, measure } from "./customers/measure";
import { measureVisits, VISITS } from "./customers/portal";
import { pageTableOf, renderFindings, tableOf } from "./customers/report";
import { temporaryFolder } from "./folder";

const { values } = parseArgs({
  options: {
    /** Keeps the filled database, for the next run. */
    keep: { type: "string" },
    rounds: { type: "string", default: "100" },
    /** Only the questions and pages whose title holds this; then bench/CUSTOMERS.md is not written. */
    only: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const isChosen = ({ title }: { title: string }) => title.includes(values.only ?? "");
const folder = values.keep ?? temporaryFolder("customers");
const say = (line: string) => process.stderr.write(`  ${line}\n`);

const database = await startEmbeddedDatabase({ dataFolder: folder, log: () => {} });
try {
  await applyMigrations(database.url, { log: () => {} });
  process.env.DATABASE_URL = database.url;
  process.env.FAVCRM_DATA_DIR = folder;
  process.env.LOG_LEVEL ??= "silent";
  const owner = await ownerOfBig(database.url, folder, say);
  const byHand = new pg.Client({ connectionString: database.url });
  await byHand.connect();
  const findings: Finding[] = [];
  for (const each of CASES.filter(isChosen)) {
    say(each.title);
    findings.push(await measure(each, owner, byHand, rounds));
  }
  await byHand.end();
  const pages = await measureVisits(VISITS.filter(isChosen), { owner, url: database.url, folder });
  process.stdout.write(`${tableOf(findings)}\n\n${pageTableOf(pages)}\n`);
  if (values.only === undefined) writeFileSync("bench/CUSTOMERS.md", renderFindings(findings, pages, rounds));
} finally {
  await flushAudit();
  await closeDatabases();
  await database.stop();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
