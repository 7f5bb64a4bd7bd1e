import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { origin } from "./support";

const repository = path.join(import.meta.dirname, "../..");
const program = path.join(repository, "cli/dist/favcrm.mjs");

/** Builds the command line the way an install does. */
export function buildCommand(): void {
  const built = spawnSync(process.execPath, ["cli/scripts/build.mjs"], { cwd: repository, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The command does not build:\n${built.stderr}`);
}

/** `favcrm` on a machine of its own, pointed at the server under test. */
export class Command {
  private readonly home = mkdtempSync(path.join(tmpdir(), "favcrm-home-"));
  private readonly child: ChildProcessWithoutNullStreams;
  private printed = "";
  readonly ended: Promise<number>;

  constructor(args: string[]) {
    const env = {
      NODE_ENV: "test" as const,
      PATH: process.env.PATH,
      HOME: this.home,
      FAVCRM_MCP_URL: `${origin()}/mcp`,
    };
    this.child = spawn(process.execPath, [program, ...args], { env, cwd: this.home });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        this.printed += part;
      });
    }
    this.ended = new Promise((resolve) => this.child.once("close", (code) => resolve(code ?? -1)));
  }

  /** Everything it printed so far. */
  output(): string {
    return this.printed;
  }

  /** The settings file it wrote. */
  settings(): string {
    return readFileSync(path.join(this.home, ".config/favcrm/config.toml"), "utf8");
  }

  /** Ends it, if it still runs, and forgets its files. */
  async remove(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
    rmSync(this.home, { recursive: true, force: true });
  }
}
