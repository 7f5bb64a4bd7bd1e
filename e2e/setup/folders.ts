import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { isAlive, isServerOf, readLockFile } from "@/lib/db/embedded/lock-file";

/** A new folder under the system's temporary one that PostgreSQL's user may enter when root runs the tests. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `favcrm-${name}-${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops and removes what runs of this kind left behind that were killed. */
export function removeLeftovers(name: string): void {
  const pattern = new RegExp(`^favcrm-${name}-(\\d+)-`);
  for (const entry of readdirSync(os.tmpdir())) {
    const pid = Number(pattern.exec(entry)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const folder = path.join(os.tmpdir(), entry);
    const cluster = path.join(folder, "postgres");
    const lock = readLockFile(cluster);
    try {
      if (lock && isServerOf(cluster, lock.pid)) process.kill(lock.pid, "SIGQUIT");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another user's leftovers are not ours to remove.
    }
  }
}
