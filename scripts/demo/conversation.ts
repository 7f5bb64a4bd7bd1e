import { setTimeout as sleep } from "node:timers/promises";
import { env, passOn } from "@/lib/env";
import { DemoError, demand } from "./step";

const ANSWER_TIMEOUT_MS = 20_000;
const MAIL_TIMEOUT_MS = 30_000;

interface ToolError {
  code: string;
  message: string;
  hint: string;
  details?: Record<string, unknown>;
}

interface Answer {
  result?: {
    isError?: boolean;
    tools?: { name: string }[];
    structuredContent?: { data?: unknown; error?: ToolError };
  };
  error?: { message: string };
}

/** What the demo says to the server: bare JSON-RPC over POST, as any client may. */
export interface Conversation {
  url: string;
  /** The `data` of a call that must succeed; the steps demand what matters of it. */
  call<Data>(tool: string, args: object, key?: string): Promise<Data>;
  /** The error of a call that must be refused. */
  refused(tool: string, args: object, key?: string): Promise<ToolError>;
  /** Names of the tools that a key sees. */
  tools(key: string): Promise<string[]>;
  /** HTTP status of a call with this key. */
  statusWith(key: string): Promise<number>;
  /** The code in the newest mail to an address, once it is in the local outbox. */
  codeOf(email: string): Promise<string>;
}

async function fetchFrom(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  } catch {
    throw new DemoError(`No FavCRM answers at ${url}. Start it with "npm start", or set FAVCRM_MCP_URL.`);
  }
}

/** Opens the conversation with FAVCRM_MCP_URL, else with the server on this machine. */
export function converse(): Conversation {
  const url = passOn("FAVCRM_MCP_URL").FAVCRM_MCP_URL ?? `http://localhost:${env().port}/mcp`;
  demand(URL.canParse(url), `FAVCRM_MCP_URL is not an address: ${url}`);
  let id = 0;

  function post(method: string, params: object, key?: string): Promise<Response> {
    id += 1;
    return fetchFrom(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
    });
  }

  async function result(method: string, params: object, key?: string): Promise<NonNullable<Answer["result"]>> {
    const response = await post(method, params, key);
    const { result, error } = (await response.json().catch(() => ({}))) as Answer;
    demand(result, `${method} was answered with HTTP ${response.status}: ${error?.message ?? "no JSON-RPC"}`);
    return result;
  }

  return {
    url,
    async call<Data>(tool: string, args: object, key?: string) {
      const { structuredContent, isError } = await result("tools/call", { name: tool, arguments: args }, key);
      const error = structuredContent?.error;
      demand(!isError, `${tool} was refused: ${error?.code}: ${error?.message} ${error?.hint}`);
      return structuredContent?.data as Data;
    },
    async refused(tool, args, key) {
      const { structuredContent, isError } = await result("tools/call", { name: tool, arguments: args }, key);
      demand(isError && structuredContent?.error, `${tool} was not refused`);
      return structuredContent.error;
    },
    tools: async (key) => ((await result("tools/list", {}, key)).tools ?? []).map(({ name }) => name),
    statusWith: async (key) => (await post("tools/list", {}, key)).status,
    codeOf: (email) => codeFrom(new URL(url).origin, email),
  };
}

async function codeFrom(origin: string, email: string): Promise<string> {
  const deadline = Date.now() + MAIL_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const response = await fetchFrom(`${origin}/api/outbox?to=${encodeURIComponent(email)}`);
    demand(
      response.ok,
      "This server has no local outbox (it sends real mail, or is not on this machine), so the demo cannot read the code.",
    );
    const { items } = (await response.json()) as { items: { code: string | null }[] };
    const code = items.find((mail) => mail.code)?.code;
    if (code) return code;
    await sleep(100);
  }
  throw new DemoError(`No mail to ${email} reached the local outbox within ${MAIL_TIMEOUT_MS / 1_000} s.`);
}
