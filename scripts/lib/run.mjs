// Steps with durations, and child processes that end with us.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Prints one line and ends the process. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs `work` and prints its name, what came of it and how long it took; says so at once when it may take long. */
export async function step(name, work, { result = "done", announce = false } = {}) {
  if (announce) console.log(`  ${name.padEnd(12)} …`);
  const begun = performance.now();
  const value = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`  ${name.padEnd(12)} ${(typeof value === "string" ? value : result).padEnd(28)} ${seconds} s`);
  return value;
}

/**
 * Runs a program to its end and answers its exit code. With `quiet` its output is shown only when it fails.
 * Signals that reach us are passed on, so nothing outlives us.
 */
export function run(command, args, { env = {}, quiet = false, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
      shell: process.platform === "win32",
    });
    const parts = [];
    child.stdout?.on("data", (part) => parts.push(part));
    child.stderr?.on("data", (part) => parts.push(part));
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const finish = (code) => {
      for (const signal of signals) process.off(signal, forward);
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(parts));
      resolve(code);
    };
    child.once("error", (error) => {
      console.error(error.message);
      finish(1);
    });
    child.once("close", (code, signal) => finish(signal ? 1 : (code ?? 1)));
  });
}

/** As `run`, but a failure ends this process. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) fail(`"${path.basename(command)} ${args.join(" ")}" failed with exit code ${code}.`);
}
