// npm run backup: writes everything in the database into one file; the server may go on serving.
// usage: npm run backup [-- FILE]   (default: backups/favcrm-<time>.gz in the data folder)
import path from "node:path";
import { parseArgs } from "node:util";
import { writeArchive } from "@/lib/db/archive/write";
import { env } from "@/lib/env";
import { fileStamp, runProgram, withDatabase } from "./lib/with-database";

runProgram(async () => {
  const { positionals } = parseArgs({ args: process.argv.slice(3), allowPositionals: true });
  const file = positionals[0] ?? path.join(env().dataFolder, "backups", `favcrm-${fileStamp()}.gz`);
  const begun = performance.now();
  const { tables, rows } = await withDatabase((url) => writeArchive(url, file));
  console.log(`${rows} rows of ${tables} tables in ${file} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  console.log(
    "It holds every customer: guard it as you guard the database. FAVCRM_SECRET is not in it; keep that elsewhere.",
  );
});
