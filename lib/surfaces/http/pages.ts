import "server-only";
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import path from "node:path";
import { env, passOn, setVariable } from "@/lib/env";
import { refuse } from "./door";

export interface Pages {
  /** Resolves when pages can be answered. */
  prepare(): Promise<void>;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** What a process that only works through jobs has instead of pages. */
const NO_PAGES: Pages = {
  prepare: async () => {},
  answer: async (_, response) =>
    refuse(response, 404, "not_found", "This process works through jobs and serves nobody."),
  close: async () => {},
};

/**
 * Lets Next take its settings from what the build left beside the pages, as it does in its standalone mode. Otherwise it
 * compiles next.config.ts again, and two compilers stay in memory: 40 MB.
 */
function reuseBuiltConfig(): void {
  const file = path.join(passOn("NEXT_DIST_DIR").NEXT_DIST_DIR ?? ".next", "required-server-files.json");
  if (!existsSync(file)) return;
  const { config } = JSON.parse(readFileSync(file, "utf8")) as { config: object };
  setVariable("__NEXT_PRIVATE_STANDALONE_CONFIG", JSON.stringify(config));
}

/** The pages of this process, behind `server`. A worker does not even load what makes them. */
export async function openPages(server: Server): Promise<Pages> {
  const { nodeEnv, host, port, role } = env();
  if (role === "worker") return NO_PAGES;
  const isDevelopment = nodeEnv === "development";
  if (!isDevelopment) reuseBuiltConfig();
  const { default: next } = await import("next");
  const app = next({ dev: isDevelopment, hostname: host, port, httpServer: server });
  return { prepare: () => app.prepare(), answer: app.getRequestHandler(), close: () => app.close() };
}
