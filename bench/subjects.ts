import path from "node:path";
import type { LoadJob } from "./load-job";
import { type Program, startBundle, startOnPort } from "./programs";
import type { Stage } from "./stage";

/** One thing that is called over and over. */
export interface Subject {
  id: string;
  title: string;
  /** The process that answers. */
  pid: number;
  url: string;
  headers: Record<string, string>;
  body: string;
}

const LIST_SERVICES = { method: "tools/call", params: { name: "list_services", arguments: {} } };
const TOOLS_LIST = { method: "tools/list" };

const toBody = (message: object) => JSON.stringify({ jsonrpc: "2.0", id: 1, ...message });

/** What is called: list_services with the stage's key, tools/list with it, or tools/list as somebody without a key. */
export type Kind = "read" | "list" | "open-list";

/** A call of `kind` to a path of a running program. */
export function subjectOf(
  stage: Stage,
  kind: Kind,
  id: string,
  title: string,
  program: Program,
  path: string,
): Subject {
  const headers: Record<string, string> =
    kind === "open-list" ? {} : { authorization: `Bearer ${stage.workspace.apiKey}` };
  const body = toBody(kind === "read" ? LIST_SERVICES : TOOLS_LIST);
  return { id, title, pid: program.pid, url: `${program.url}${path}`, headers, body };
}

export const jobOf = ({ url, headers, body }: Subject, more: Partial<LoadJob>): LoadJob => ({
  url,
  headers,
  body,
  connections: 8,
  durationMs: 2_000,
  maxCalls: Number.MAX_SAFE_INTEGER,
  ...more,
});

/** The product's built server on the stage's database. */
export function startProduct(stage: Stage): Promise<Program> {
  const env = { DATABASE_URL: stage.databaseUrl, FAVCRM_DATA_DIR: path.join(stage.folder, "product") };
  return startOnPort([".build/server.mjs"], env, "/readyz");
}

function startFloor(stage: Stage): Promise<Program> {
  const { databaseUrl, constantFile } = stage;
  const env = { FAVCRM_BENCH: JSON.stringify({ databaseUrl, constantFile }), NEXT_TELEMETRY_DISABLED: "1" };
  const next = ["node_modules/next/dist/bin/next", "start", "bench/floor", "--hostname", "127.0.0.1"];
  return startOnPort(next, env, "/constant");
}

/** Starts every server that is compared; all of them run for the whole comparison. */
export async function startSubjects(stage: Stage): Promise<{ subjects: Subject[]; programs: Program[] }> {
  const { databaseUrl, constantFile } = stage;
  const bare = await startBundle("bare", { databaseUrl, constantFile });
  const floor = await startFloor(stage);
  const product = await startProduct(stage);
  const make = (kind: Kind, id: string, title: string, program: Program, path: string) =>
    subjectOf(stage, kind, id, title, program, path);
  const subjects = [
    make("read", "bare-read", "bare node:http + pg (the limit)", bare, "/list-services"),
    make("read", "floor-read", "Next route handler + pg (the floor)", floor, "/list-services"),
    make("read", "ours-read", "FavCRM", product, "/mcp"),
    make("read", "ours-route-read", "FavCRM behind a Next route", floor, "/ours"),
    make("read", "usual-read", "mcp-handler, registerTool per request, Prisma (the usual way)", floor, "/usual"),
    make("list", "bare-list", "bare node:http, a constant (the limit)", bare, "/constant"),
    make("list", "floor-list", "Next route handler, a constant (the floor)", floor, "/constant"),
    make("open-list", "ours-list", "FavCRM", product, "/mcp"),
    make("list", "ours-keyed-list", "FavCRM, with a key to look up", product, "/mcp"),
    make("open-list", "usual-list", "mcp-handler, registerTool per request (the usual way)", floor, "/usual"),
  ];
  return { subjects, programs: [bare, floor, product] };
}
