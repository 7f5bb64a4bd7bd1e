// npm run restore: puts an archive of `npm run backup` into the database, embedded or DATABASE_URL; FavCRM must be stopped.
// usage: npm run restore -- FILE [--replace] [--keys keep|revoke]
import path from "node:path";
import { parseArgs } from "node:util";
import { ArchiveError } from "@/lib/db/archive/format";
import { restoreArchive } from "@/lib/db/archive/restore";
import { env } from "@/lib/env";
import { fileStamp, runProgram, withDatabase } from "./lib/with-database";

const USAGE = "usage: npm run restore -- FILE [--replace] [--keys keep|revoke]";

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { replace: { type: "boolean", default: false }, keys: { type: "string" } },
    });
    const [file, ...more] = positionals;
    const { replace, keys } = values;
    const chosen: "keep" | "revoke" | undefined = keys === "keep" || keys === "revoke" ? keys : undefined;
    if (file && more.length === 0 && keys === chosen) return { file, replace, keys: chosen };
  } catch (error) {
    throw new ArchiveError(`${(error as Error).message}\n${USAGE}`);
  }
  throw new ArchiveError(USAGE);
}

runProgram(async () => {
  const { file, replace, keys } = readArguments(process.argv.slice(3));
  const saveReplacedAs = replace ? path.join(env().dataFolder, "backups", `replaced-${fileStamp()}.gz`) : undefined;
  const begun = performance.now();
  const work = (url: string) => restoreArchive(url, file, { log: console.log, saveReplacedAs, keys });
  const restored = await withDatabase(work, { alone: true });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${restored.rows} rows of ${restored.tables} tables are back as of ${restored.createdAt} (${seconds} s)`);
  if (restored.revokedKeys > 0) console.log(`${restored.revokedKeys} keys of the archive are revoked.`);
  if (restored.erasures > 0)
    console.log(`${restored.erasures} people erased since will be erased again at the next start.`);
  console.log("Everybody signs in again; mails that waited when the archive was written are not sent.");
});
