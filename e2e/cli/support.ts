import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

export const repository = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const command = path.join(repository, "cli/dist/favcrm.mjs");

/** A whole key, as no output may ever show one unasked. */
const WHOLE_KEY = /fav_mcp_[0-9A-Za-z]{20,}/;

/** A key with a valid checksum that no server knows. */
export const STRANGE_KEY = "fav_mcp_0123456789abcdefghijklmnopqrst0qM86Q";

/** Builds the command the way an install does. */
export function buildCommand(): void {
  const built = spawnSync(process.execPath, ["cli/scripts/build.mjs"], { cwd: repository, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The command does not build:\n${built.stderr}`);
}

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  stdin?: string;
  cwd?: string;
  /** The caller asked for the key, so it may show. */
  mayShowKey?: boolean;
}

/** A whole environment; NODE_ENV is there because the types of Next ask for it. */
type Environment = Record<string, string> & { NODE_ENV: "test" };

/** A person's home: own settings folder, nothing of the machine's environment that could interfere. */
export class Home {
  readonly folder = mkdtempSync(path.join(tmpdir(), "favcrm home "));
  readonly configFile = path.join(this.folder, ".config/favcrm/config.toml");

  /** Where this person's server is: an address, or whatever knows it once it listens. */
  constructor(private readonly server?: string | { readonly url: string }) {}

  /** The environment of a program started by this person. */
  env(more: Record<string, string> = {}): Environment {
    const address = typeof this.server === "string" ? this.server : this.server?.url;
    const url: Record<string, string> = address ? { FAVCRM_MCP_URL: address } : {};
    return { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: this.folder, ...url, ...more };
  }

  /** Runs the command to its end. No output may hold a whole key unless the caller says so. */
  async run(args: string[], options: RunOptions = {}): Promise<Run> {
    const child = this.start(args, options);
    child.stdin.end(options.stdin ?? "");
    const run = await finished(child);
    if (!options.mayShowKey) expect(run.stdout + run.stderr).not.toMatch(WHOLE_KEY);
    return run;
  }

  /** Starts the command and leaves it running. */
  start(args: string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [command, ...args], { env: this.env(options.env), cwd: options.cwd ?? this.folder });
  }

  /** Runs with `--json` and answers the parsed standard output. */
  async json<T = Record<string, unknown>>(args: string[], options: RunOptions = {}): Promise<T> {
    const run = await this.run(["--json", ...args], options);
    expect(run.stderr === "" || !run.stderr.includes("error:"), run.stderr).toBe(true);
    return JSON.parse(run.stdout) as T;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The exit code and everything a process printed. */
export function finished(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const run: Run = { code: -1, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    run.stdout += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    run.stderr += part;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...run, code: code ?? -1 }));
  });
}

/** The program of util-linux that lends a pseudo-terminal; every Debian has it. */
const lender = "script";

/** True where util-linux's `script` can lend a pseudo-terminal. */
export const hasTerminal = process.platform === "linux" && spawnSync(lender, ["--version"]).status === 0;

/** The command in a pseudo-terminal of 100 columns: what a person at the keyboard sees and types. */
export class Terminal {
  screen = "";
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<number>;

  constructor(home: Home, args: string[], env: Record<string, string> = {}) {
    const words = [process.execPath, command, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const line = `stty cols 100 rows 40 && exec ${words}`;
    const environment = { ...home.env(env), TERM: "xterm", SHELL: "/bin/sh" };
    this.child = spawn(lender, ["-qefc", line, "/dev/null"], { env: environment, cwd: home.folder });
    this.child.stdout.setEncoding("utf8").on("data", (part: string) => {
      this.screen += part;
    });
    this.ended = new Promise((resolve) => this.child.once("close", (code) => resolve(code ?? -1)));
  }

  /** Waits until the text shows up after what was already waited for. */
  async sees(text: string | RegExp, limitMs = 15_000): Promise<void> {
    const until = Date.now() + limitMs;
    while (!this.shows(text)) {
      if (Date.now() > until) throw new Error(`Not on the screen: ${text}\n${this.screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private seen = 0;

  private shows(text: string | RegExp): boolean {
    const rest = this.screen.slice(this.seen);
    const found = typeof text === "string" ? rest.indexOf(text) : rest.search(text);
    if (found < 0) return false;
    this.seen += found + 1;
    return true;
  }

  type(keys: string): void {
    this.child.stdin.write(keys);
  }

  /** The exit code; the screen is complete then. */
  exit(): Promise<number> {
    return this.ended;
  }

  expectNoKey(): void {
    expect(this.screen).not.toMatch(WHOLE_KEY);
  }
}
