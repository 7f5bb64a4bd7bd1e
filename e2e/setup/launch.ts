import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Where tests keep what they build, apart from what `npm start` runs from. */
export const testDistDir = ".next-test";
export const testBundles = ".build/test";

export type Variables = Record<string, string | undefined>;

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** A server of ours in a process of its own. */
export type LaunchedServer = {
  url: string;
  process: ChildProcess;
  /** Everything it printed so far. */
  output: () => string;
  /** Asks it to stop and waits until it is gone; answers how long that took. */
  stop: (signal?: NodeJS.Signals) => Promise<number>;
};

/** Variables of a clean shell: nothing of the person's own settings gets in. */
export function cleanEnvironment(variables: Variables): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, NODE_ENV: "production", NEXT_DIST_DIR: testDistDir, ...variables };
}

/** Starts the built server on a free port without waiting for it; as another user when root asks for one. */
export async function spawnServer(variables: Variables, uid?: number): Promise<LaunchedServer> {
  const port = variables.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ["--max-old-space-size=640", path.join(testBundles, "server.mjs")], {
    cwd: root,
    env: cleanEnvironment({ LOG_LEVEL: "warn", ...variables, PORT: port }),
    stdio: ["ignore", "pipe", "pipe"],
    uid,
    gid: uid,
  });
  return watch(child, port);
}

/** A server that was started with its output piped to us. */
export function watch(child: ChildProcess, port: string | number): LaunchedServer {
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => parts.push(part));
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    const begun = performance.now();
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return performance.now() - begun;
  };
  return { url: `http://localhost:${port}`, process: child, output: () => Buffer.concat(parts).toString("utf8"), stop };
}

/** Waits until /readyz answers 200; throws with the server's own words when it ends before. */
export async function untilReady(server: LaunchedServer, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (server.process.exitCode !== null) throw new Error(`The server ended:\n${server.output()}`);
    const response = await fetch(`${server.url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(25);
  }
  throw new Error(`The server did not become ready:\n${server.output()}`);
}

/** Starts the built server and waits until it is ready. Without DATABASE_URL it runs an embedded database of its own. */
export async function launchServer(variables: Variables = {}): Promise<LaunchedServer> {
  const server = await spawnServer(variables);
  try {
    await untilReady(server);
    return server;
  } catch (error) {
    await server.stop("SIGKILL");
    throw error;
  }
}
