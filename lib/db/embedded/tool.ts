import { spawn } from "node:child_process";
import path from "node:path";
import { passOn } from "@/lib/env";
import type { Account } from "./account";

/** What PostgreSQL's programs see: nothing of our own variables, and one locale whatever the shell's is. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...passOn("PATH", "SYSTEMROOT", "TMPDIR"), LC_ALL: "C", TZ: "UTC" };
}

/** The path of one of the programs in `binaries`. */
export function toolPath(binaries: string, name: "initdb" | "pg_ctl" | "postgres"): string {
  return path.join(binaries, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

/** Runs a program to its end as `account`; answers its exit code and everything it printed. */
export function runTool(
  file: string,
  args: string[],
  options: { account: Account | undefined; cwd: string },
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      uid: options.account?.uid,
      gid: options.account?.gid,
      env: toolEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      // Ctrl-C in the terminal must not cut a half-made cluster off in its own way; we decide.
      detached: process.platform !== "win32",
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => parts.push(part));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8").trim() }));
  });
}
