import path from "node:path";
import { type Program, startBundle, startOnPort } from "./programs";
import type { Stage } from "./stage";

/** The product's built server on the stage's database. */
export function startProduct(stage: Stage, flags: readonly string[] = []): Promise<Program> {
  const env = { DATABASE_URL: stage.databaseUrl, FAVCRM_DATA_DIR: path.join(stage.folder, "product") };
  return startOnPort([...flags, ".build/server.mjs"], env, "/readyz");
}

function startFloor({ databaseUrl, constantFile }: Stage, flags: readonly string[] = []): Promise<Program> {
  const env = { FAVCRM_BENCH: JSON.stringify({ databaseUrl, constantFile }), NEXT_TELEMETRY_DISABLED: "1" };
  const next = [...flags, "node_modules/next/dist/bin/next", "start", "bench/floor", "--hostname", "127.0.0.1"];
  return startOnPort(next, env, "/constant");
}

/** Every server that is compared. Each starts when it is first asked for and stays until the end. */
export class Cast {
  private readonly started = new Map<string, Promise<Program>>();

  constructor(private readonly stage: Stage) {}

  private once(name: string, start: () => Promise<Program>): Promise<Program> {
    const program = this.started.get(name) ?? start();
    this.started.set(name, program);
    return program;
  }

  product = () => this.once("product", () => startProduct(this.stage));
  /** The usual way keeps megabytes of every call for a while: it gets a larger heap, and a process for each comparison. */
  usual = () => this.once("usual", () => startFloor(this.stage, ["--max-old-space-size=2048"]));

  /** Ends one of the programs; it starts anew when it is asked for again. */
  async end(name: string): Promise<void> {
    const program = this.started.get(name);
    this.started.delete(name);
    await (await program)?.stop();
  }

  floor = () => this.once("floor", () => startFloor(this.stage));
  bare = () => this.bundle("bare");
  adapter = () => this.bundle("adapter");
  layers = () => this.bundle("layers");

  private bundle(name: string): Promise<Program> {
    const { databaseUrl, constantFile } = this.stage;
    return this.once(name, () => startBundle(name, { databaseUrl, constantFile }));
  }
}
