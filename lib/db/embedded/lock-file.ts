import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What postmaster.pid says about the server that wrote it. */
export type LockFile = { pid: number; port: number; status: string };

function lockPath(cluster: string): string {
  return path.join(cluster, "postmaster.pid");
}

/** Reads postmaster.pid; undefined when there is none or it is not complete yet. */
export function readLockFile(cluster: string): LockFile | undefined {
  try {
    const lines = readFileSync(lockPath(cluster), "utf8").split("\n");
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return { pid, port: Number.isInteger(port) ? port : 0, status: lines[7]?.trim() ?? "" };
  } catch {
    return undefined;
  }
}

/** Whether a process with this id exists and has not merely been left behind as a zombie. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^Z/.test(status.slice(status.lastIndexOf(")") + 2));
  } catch {
    return true;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    if (process.platform === "linux" || process.platform === "win32") return "";
    try {
      return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
    } catch {
      return "";
    }
  }
}

/** Whether the process is alive and is a PostgreSQL that serves `cluster`. */
export function isServerOf(cluster: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  // Where command lines cannot be read, a live process is given the benefit of the doubt.
  return command === "" || (command.includes("postgres") && command.includes(cluster));
}

/**
 * Puts an impossible process id into a stale postmaster.pid whose id now belongs to a stranger (a restarted container).
 * The file is not deleted: its shared-memory key lets PostgreSQL notice orphans of the former server.
 */
export function disownLockFile(cluster: string): void {
  const [, ...rest] = readFileSync(lockPath(cluster), "utf8").split("\n");
  writeFileSync(lockPath(cluster), ["2147483647", ...rest].join("\n"));
}
