import type { Tool } from "../answers.ts";
import type { Client } from "../client.ts";
import type { Settings } from "../config.ts";
import { CliError } from "../errors.ts";
import { isObject, text } from "../json.ts";
import { isShownAs } from "../keys.ts";
import { VERSION } from "../version.ts";

/** Everything `doctor` finds out; also its `--json` form. */
export interface Report {
  url: string;
  urlSource: string;
  authenticated: boolean;
  authSource?: string;
  reachable: boolean;
  error?: string;
  errorHint?: string;
  latencyMs?: number;
  /** Whether the server takes the key; absent when there is none or nobody answered. */
  keyAccepted?: boolean;
  keyExpiresAt?: string | null;
  toolCount?: number;
  currentUser?: unknown;
  currentUserError?: string;
  plan?: unknown;
  planError?: string;
  whatsapp?: unknown;
  whatsappError?: string;
  workspace?: unknown;
  /** Server minus this machine, in seconds. */
  clockSkewSeconds?: number;
  cliVersion: string;
  serverVersion?: string;
}

const PROTOCOL = "2025-06-18";
const TICK_MS = 1000;

/** Asks the server about itself and about the key. Never throws for what the server does wrong. */
export async function examine(client: Client, settings: Settings): Promise<Report> {
  const report: Report = {
    url: settings.url.value,
    urlSource: settings.url.source,
    authenticated: settings.key !== undefined,
    ...(settings.key ? { authSource: settings.key.source } : {}),
    reachable: false,
    cliVersion: VERSION,
  };
  try {
    await greet(client, report);
    const tools = await countTools(client, report);
    if (report.keyAccepted) await lookAround(client, tools, report);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    report.error = error.message;
    if (error.hint) report.errorHint = error.hint;
  }
  return report;
}

/** A handshake without the key: latency, clock and version. */
async function greet(client: Client, report: Report): Promise<void> {
  const started = Date.now();
  const params = { protocolVersion: PROTOCOL, capabilities: {}, clientInfo: { name: "favcrm-cli", version: VERSION } };
  const { result, answer } = await client.exchange("initialize", params, { effect: "read", withKey: false });
  const ended = Date.now();
  report.reachable = true;
  report.latencyMs = ended - started;
  const serverVersion = text(isObject(result) ? result.serverInfo : undefined, "version");
  if (serverVersion) report.serverVersion = serverVersion;
  const date = Date.parse(answer.headers.date ?? "");
  // The header counts whole seconds, so the middle of the second is the best guess.
  if (!Number.isNaN(date)) report.clockSkewSeconds = roundSkew(date + TICK_MS / 2 - (started + ended) / 2);
}

function roundSkew(milliseconds: number): number {
  return Math.abs(milliseconds) <= TICK_MS ? 0 : Math.round(milliseconds / TICK_MS);
}

async function countTools(client: Client, report: Report): Promise<Tool[]> {
  try {
    const tools = await client.listTools();
    if (report.authenticated) report.keyAccepted = true;
    report.toolCount = tools.length;
    return tools;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "key_refused") throw error;
    report.keyAccepted = false;
    report.toolCount = (await client.listTools({ withKey: false })).length;
    return [];
  }
}

async function lookAround(client: Client, tools: Tool[], report: Report): Promise<void> {
  const ask = async (tool: string, key: "currentUser" | "plan" | "whatsapp") => {
    try {
      report[key] = (await client.call(tool, {}, { effect: "read" })).data;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      report[`${key}Error`] = error.message;
    }
  };
  await Promise.all([
    ask("list_my_companies", "currentUser"),
    ask("get_plan_status", "plan"),
    ask("get_whatsapp_connection_status", "whatsapp"),
    overview(client, report),
    tools.some((tool) => tool.name === "list_api_keys") ? expiry(client, report) : undefined,
  ]);
}

async function overview(client: Client, report: Report): Promise<void> {
  const answer = await client.call("get_workspace_overview", {}, { effect: "read" }).catch(() => undefined);
  if (isObject(answer?.data)) report.workspace = answer.data;
}

/** Finds the key in use among the listed ones by its first and last characters. */
async function expiry(client: Client, report: Report): Promise<void> {
  const answer = await client.call("list_api_keys", { limit: 100 }, { effect: "read" }).catch(() => undefined);
  const keys = isObject(answer?.data) && Array.isArray(answer.data.items) ? answer.data.items : [];
  const own = keys.find((key) => isShownAs(client.target.key ?? "", text(key, "key")));
  if (isObject(own) && (typeof own.expiresAt === "string" || own.expiresAt === null))
    report.keyExpiresAt = own.expiresAt;
}
