import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { passOn } from "@/lib/env";
import type { LoadJob, LoadResult } from "./load-job";

/** The flag of `npm start`, given to every subject alike. */
const MEMORY_FLAG = "--max-old-space-size=640";
/** What Linux counts processor time in. */
const TICK_MS = 10;
export const BUNDLES = ".build/bench";

/** A server in a process of its own. */
export interface Program {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}

const running = new Set<ChildProcess>();

/** Ends every server that still runs; resolves when they are gone. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map(end));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

function launch(args: readonly string[], env: Record<string, string>, keepOutput = false): ChildProcess {
  const ours = { ...passOn("PATH", "HOME", "TMPDIR", "LANG"), NODE_ENV: "production", LOG_LEVEL: "warn", ...env };
  const child = spawn(process.execPath, [MEMORY_FLAG, ...args], {
    env: ours as NodeJS.ProcessEnv,
    stdio: ["ignore", keepOutput ? "pipe" : "ignore", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

function toProgram(child: ChildProcess, url: string): Program {
  if (child.pid === undefined) throw new Error("The program did not start");
  return { url, pid: child.pid, stop: () => end(child) };
}

/** Starts one of our bundles that prints its port when it is ready. */
export async function startBundle(name: string, argument: object): Promise<Program> {
  const child = launch([path.join(BUNDLES, `${name}.mjs`), JSON.stringify(argument)], {}, true);
  const exited = once(child, "exit").then(() => Promise.reject(new Error(`${name} ended before it was ready`)));
  exited.catch(() => {});
  if (!child.stdout) throw new Error("The program has no output");
  const [line] = (await Promise.race([once(child.stdout, "data"), exited])) as [Buffer];
  return toProgram(child, `http://127.0.0.1:${Number(line.toString())}`);
}

/** Starts a program that listens on PORT and waits until a GET of `readyPath` is answered at all, or with 200 if it must. */
export async function startOnPort(
  args: readonly string[],
  env: Record<string, string>,
  readyPath: string,
): Promise<Program> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(args, { ...env, PORT: String(port) });
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}${readyPath}`).catch(() => undefined);
    if (answer && answer.status < 500) return toProgram(child, url);
    await sleep(10);
  }
  await end(child);
  throw new Error(`${args.join(" ")} did not become ready`);
}

/** Resident memory of a process in megabytes. */
export function residentMb(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]).toString()) / 1_024;
}

/** The process that started another; undefined where there is no /proc. */
export function parentOf(pid: number): number | undefined {
  return readStat(pid)[0]?.parent;
}

/** Processor time of a process and its children, gone ones too, in milliseconds; undefined where there is no /proc. */
export function cpuMsOf(pid: number): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const stats = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)));
  const family = new Set([pid]);
  for (const stat of stats) if (family.has(stat.parent)) family.add(stat.pid);
  return stats.filter((stat) => family.has(stat.pid)).reduce((sum, stat) => sum + stat.ticks, 0) * TICK_MS;
}

function readStat(pid: number) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    // Its own time in user and in system mode, then that of children that have ended: without it the sum would fall then.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), ticks }];
  } catch {
    return [];
  }
}

/** Runs the load generator to its end. */
export async function load(job: LoadJob): Promise<LoadResult> {
  const child = spawn(process.execPath, [path.join(BUNDLES, "load.mjs"), JSON.stringify(job)], {
    env: passOn("PATH"),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`The load on ${job.url} failed`);
  return JSON.parse(Buffer.concat(parts).toString()) as LoadResult;
}
