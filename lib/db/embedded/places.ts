import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Account, accountFor, canReach } from "./account";

/** Where one embedded database keeps its things. */
export type Places = {
  /** Folder that holds all of the following. */
  home: string;
  /** PostgreSQL's own data directory. */
  cluster: string;
  portFile: string;
  logFile: string;
  /** Where binaries are copied when their package cannot be used in place. */
  copyFolder: string;
  account: Account | undefined;
};

const systemFolder = "/var/lib/favcrm";

function placesIn(home: string, account: Account | undefined): Places {
  return {
    home,
    cluster: path.join(home, "postgres"),
    portFile: path.join(home, "postgres.port"),
    logFile: path.join(home, "postgres.log"),
    copyFolder: account ? systemFolder : home,
    account,
  };
}

function systemHomeFor(dataFolder: string): string {
  return path.join(systemFolder, createHash("sha256").update(dataFolder).digest("hex").slice(0, 16));
}

/**
 * Creates the data folder and decides where the cluster lives: inside it, unless we are root and PostgreSQL's user cannot
 * walk there (a 0700 home); then under /var/lib/favcrm, with a note left in the data folder.
 */
export function findPlaces(dataFolder: string, log: (line: string) => void): Places {
  const requested = path.resolve(dataFolder);
  const isRoot = process.getuid?.() === 0;
  mkdirSync(requested, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  const folder = realpathSync(requested);
  const account = accountFor(path.join(folder, "postgres"));
  if (canReach(folder, account)) return placesIn(folder, account);

  const home = systemHomeFor(folder);
  const systemAccount = accountFor(path.join(home, "postgres"));
  log(`The database is kept in ${home}: the user ${systemAccount?.name} that runs PostgreSQL cannot enter ${folder}.`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const note = path.join(folder, "database-is-elsewhere.txt");
  if (!existsSync(note)) writeFileSync(note, `The database of this folder is kept in ${home}\n`);
  return placesIn(home, systemAccount);
}
