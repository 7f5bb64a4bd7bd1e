import { rmSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { closeDatabases, systemDb } from "@/lib/db/client";
import { startEmbeddedDatabase } from "@/lib/db/embedded";
import { applyMigrations } from "@/lib/db/migrate";
import { runImports } from "@/lib/jobs/run-imports";
import { flushAudit } from "@/lib/kernel/audit";
import { execute } from "@/lib/kernel/execute";
import { createImportUpload } from "@/lib/operations/imports/create-import-upload";
import { getImport } from "@/lib/operations/imports/get-import";
import { importAccounts } from "@/lib/operations/imports/import-accounts";
import { undoImport } from "@/lib/operations/imports/undo-import";
import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { temporaryFolder } from "./folder";
import { cpuMsOf } from "./programs";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "100000" }, present: { type: "string", default: "0" } },
});
const TARGET_PER_SECOND = 3_000;
const HEADER = "Name,中文姓名,Mobile,E-mail,Birthday,Gender,Address,Tags,Remarks\r\n";
const SURNAMES = "陳李張黃何林吳鄭劉王";
const GIVEN = "大小文明美玲志強家俊";

const print = (found: unknown) => process.stdout.write(`${JSON.stringify(found)}\n`);
const round = (value: number) => Math.round(value * 10) / 10;

/** A list as shops have it: Latin and Chinese names, phones, mails, a few duplicates and broken rows. */
async function* listOf(rows: number, from: number): AsyncGenerator<Uint8Array> {
  let text = HEADER;
  for (let i = from; i < from + rows; i++) {
    const local = `${SURNAMES[i % 10]}${GIVEN[(i >> 3) % 10]}${GIVEN[(i >> 7) % 10]}`;
    const phone = i % 100 === 99 ? "8.5E+10" : `9${String(i).padStart(7, "0")}`;
    const mail = i % 50 === 49 ? `person${i - 1}@example.com` : `person${i}@example.com`;
    text += `"Person ${i}, Chan",${local},${phone},${mail},1990-05-${String(1 + (i % 28)).padStart(2, "0")},${i % 2 ? "F" : "M"},"${i} Queen's Road, Hong Kong",Group ${i % 7},Prefers evenings\r\n`;
    if (text.length > 60_000) {
      yield Buffer.from(text);
      text = "";
    }
  }
  yield Buffer.from(text);
}

/** Processor seconds so far of this process, and of the database that it started. */
function spent() {
  const { user, system } = process.cpuUsage();
  const server = (user + system) / 1e6;
  return { server, database: (cpuMsOf(process.pid) ?? Number.NaN) / 1_000 - server };
}

/** Sends a list and imports it, asking for the progress four times a second. */
async function bring(studio: TestWorkspace, rows: number, from: number) {
  const { caller } = studio;
  const link = (await execute(createImportUpload, caller, { label: "bench.csv" })).data;
  const token = link.url.slice(link.url.lastIndexOf("/") + 1);
  const input = { uploadId: link.uploadId };
  const before = spent();
  const startedAt = performance.now();
  await receiveUpload(new Request(link.url, { method: "PUT" }), token, listOf(rows, from));
  const receivedAt = performance.now();
  const preview = await execute(importAccounts, caller, { ...input, preview: true });
  const previewedAt = performance.now();
  const { importId } = (await execute(importAccounts, caller, input)).data;
  const work = runImports();
  let seen = 0;
  let job = (await execute(getImport, caller, { importId: importId ?? "" })).data.import;
  for (let last = -1; job?.status === "queued" || job?.status === "running"; ) {
    if (job.processed !== last) seen++;
    last = job.processed;
    await sleep(250);
    job = (await execute(getImport, caller, { importId: importId ?? "" })).data.import;
  }
  await work;
  const doneAt = performance.now();
  const seconds = (doneAt - startedAt - (previewedAt - receivedAt)) / 1_000;
  const after = spent();
  return {
    importId: importId ?? "",
    figures: {
      rows,
      created: job?.created,
      heldBack: job?.heldBack,
      uploadSeconds: round((receivedAt - startedAt) / 1_000),
      previewSeconds: round((previewedAt - receivedAt) / 1_000),
      previewProblems: preview.data.problems.length,
      importSeconds: round((doneAt - previewedAt) / 1_000),
      rowsPerSecond: Math.round(rows / seconds),
      target: TARGET_PER_SECOND,
      processorSeconds: {
        server: round(after.server - before.server),
        database: round(after.database - before.database),
      },
      progressSeen: seen,
    },
  };
}

const folder = temporaryFolder("imports");
const database = await startEmbeddedDatabase({ dataFolder: folder, log: () => {} });
try {
  await applyMigrations(database.url, { log: () => {} });
  process.env.DATABASE_URL = database.url;
  process.env.FAVCRM_DATA_DIR = folder;
  process.env.LOG_LEVEL ??= "warn";
  const studio = await makeWorkspace();
  const rows = Number(values.rows);
  for (let present = 0; present < Number(values.present); present += 100_000) {
    await bring(studio, 100_000, 5_000_000 + present);
  }
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { importId, figures } = await bring(studio, rows, 0);
  delay.disable();
  const before = await systemDb().account.count({ where: { deletedAt: null } });
  const startedAt = performance.now();
  await execute(undoImport, studio.caller, { importId });
  await runImports();
  const left = await systemDb().account.count({ where: { deletedAt: null } });
  print({
    customersBefore: before - (figures.created ?? 0),
    ...figures,
    othersWaitMs: { p50: round(delay.percentile(50) / 1e6), p99: round(delay.percentile(99) / 1e6) },
    longestWaitMs: round(delay.max / 1e6),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    undo: { deleted: before - left, seconds: round((performance.now() - startedAt) / 1_000) },
  });
} finally {
  await flushAudit();
  await closeDatabases();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
