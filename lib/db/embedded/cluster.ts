import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { giveTo } from "./account";
import { EmbeddedDatabaseError } from "./error";
import { isAlive } from "./lock-file";
import type { Places } from "./places";
import { runTool, toolPath } from "./tool";

/** The superuser of the embedded cluster; its password never leaves the data folder. */
export const superuser = "favcrm";

const bundledMajor = "18";
const passwordName = "favcrm.password";

/** The password of the cluster, kept inside it so that the two cannot be separated. */
export function readPassword(places: Pick<Places, "cluster">): string {
  return readFileSync(path.join(places.cluster, passwordName), "utf8").trim();
}

function rescueText(places: Places, found: string): string {
  return [
    `The database in ${places.cluster} was written by PostgreSQL ${found}; this FavCRM brings PostgreSQL ${bundledMajor} and cannot read it.`,
    "Nothing was touched. Choose one:",
    `  - go back to the FavCRM version that wrote it;`,
    `  - serve that folder with PostgreSQL ${found} of your own and set DATABASE_URL to it, or dump it with its pg_dump;`,
    "  - start afresh beside it: FAVCRM_DATA_DIR=.data-new npm start",
  ].join("\n");
}

function checkExisting(places: Places): boolean {
  const versionFile = path.join(places.cluster, "PG_VERSION");
  if (!existsSync(places.cluster)) return false;
  let found: string;
  try {
    found = readFileSync(versionFile, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") {
      throw new EmbeddedDatabaseError(
        `${places.cluster} is not a PostgreSQL data folder; move it away and start again.`,
      );
    }
    const { uid } = statSync(places.cluster);
    throw new EmbeddedDatabaseError(
      `The database in ${places.cluster} belongs to another user (uid ${uid}): start as that user or as root, or set FAVCRM_DATA_DIR.`,
    );
  }
  if (found !== bundledMajor) throw new EmbeddedDatabaseError(rescueText(places, found));
  return true;
}

const unfinishedPrefix = "postgres.unfinished-";

/** Removes what first starts left behind that were cut off before their end. */
function removeUnfinished(places: Places): void {
  for (const name of readdirSync(places.home)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const pid = Number(name.slice(unfinishedPrefix.length));
    if (pid !== process.pid && isAlive(pid)) continue;
    rmSync(path.join(places.home, name), { recursive: true, force: true });
  }
}

/** Which letters exist is asked of the system's locale by pg_trgm; under plain C it sees none in Chinese. */
const letterLocales = ["C.UTF-8", "en_US.UTF-8", "C"];

async function initialise(places: Places, binaries: string, workshop: string): Promise<void> {
  const cluster = path.join(workshop, "postgres");
  const passwordFile = path.join(workshop, "password");
  writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  giveTo(places.account, passwordFile);
  const args = ["-D", cluster, `--username=${superuser}`, `--pwfile=${passwordFile}`, "--no-instructions"].concat([
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ]);
  let reason = "";
  for (const locale of letterLocales) {
    const options = { account: places.account, cwd: workshop };
    const { code, output } = await runTool(toolPath(binaries, "initdb"), [...args, `--lc-ctype=${locale}`], options);
    if (code === 0) {
      renameSync(passwordFile, path.join(cluster, passwordName));
      return;
    }
    reason = output;
    rmSync(cluster, { recursive: true, force: true });
  }
  throw new EmbeddedDatabaseError(`PostgreSQL could not be set up in ${places.home}: ${reason}`);
}

/**
 * Makes sure a cluster of the right major version stands at `places.cluster`, creating it when there is none.
 * It is made under another name and renamed, so a first start that was cut off leaves nothing half-made behind.
 * Returns whether it was created now.
 */
export async function ensureCluster(places: Places, binaries: string): Promise<boolean> {
  if (checkExisting(places)) return false;
  removeUnfinished(places);
  const workshop = path.join(places.home, `${unfinishedPrefix}${process.pid}`);
  mkdirSync(workshop, { mode: 0o700 });
  giveTo(places.account, workshop);
  try {
    await initialise(places, binaries, workshop);
    renameSync(path.join(workshop, "postgres"), places.cluster);
    return true;
  } catch (error) {
    // Another start in the same folder may have been quicker; its cluster is as good as ours.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return false;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
