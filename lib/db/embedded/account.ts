import { chownSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** The operating-system user that PostgreSQL runs as. */
export type Account = { uid: number; gid: number; name: string };

const preferredNames = ["favcrm", "postgres", "nobody"];

function readAccounts(): Account[] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .filter((fields) => fields.length >= 4)
      .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}

/**
 * The account for a cluster in `folder`: nobody else than ourselves, unless we are root, whom PostgreSQL refuses to serve.
 * Root uses the owner of an existing cluster, else the first unprivileged account that exists.
 * Undefined means: run as ourselves.
 */
export function accountFor(folder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) {
    const known = accounts.find((account) => account.uid === owner.uid);
    return { uid: owner.uid, gid: owner.gid, name: known?.name ?? `uid ${owner.uid}` };
  }
  for (const name of preferredNames) {
    const account = accounts.find((candidate) => candidate.name === name && candidate.uid > 0);
    if (account) return account;
  }
  return { uid: 65_534, gid: 65_534, name: "nobody" };
}

function mayEnter(folder: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Whether `account` can walk from the root down to the nearest part of `target` that exists. */
export function canReach(target: string, account: Account | undefined): boolean {
  if (!account) return true;
  let folder = path.resolve(target);
  while (!statSync(folder, { throwIfNoEntry: false })) folder = path.dirname(folder);
  folder = realpathSync(folder);
  if (!statSync(folder).isDirectory()) folder = path.dirname(folder);
  while (true) {
    if (!mayEnter(folder, account)) return false;
    const parent = path.dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

/** Gives `file` to `account`; does nothing when we run as ourselves. */
export function giveTo(account: Account | undefined, file: string): void {
  if (account) chownSync(file, account.uid, account.gid);
}
