import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { buildCommand, Home } from "./support";

/** One request as it arrived. */
export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Record<string, unknown>;
}

/** An HTTP answer; `drop` closes the connection instead. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  delayMs?: number;
  drop?: true;
}

type Tool = Record<string, unknown> & { name: string };

const object = { type: "object", properties: {} };

/** The tools the stand-in lists: enough to tell reads, writes and destruction apart. */
export const FAKE_TOOLS: Tool[] = [
  {
    name: "list_services",
    title: "List services",
    description: "Booking services with name, price and duration.",
    inputSchema: {
      type: "object",
      required: ["search"],
      properties: {
        limit: { type: "integer", minimum: 1, maximum: 100, default: 20, description: "how many" },
        search: { type: "string", maxLength: 80, description: "part of the name" },
        isActive: { type: "boolean" },
        tags: { type: "array", items: { type: "string" } },
        note: { anyOf: [{ type: "string" }, { type: "null" }] },
        address: { type: "object", properties: { zip: { type: "string" }, floor: { type: "integer" } } },
      },
    },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  {
    name: "cancel_booking",
    title: "Cancel a booking",
    inputSchema: object,
    annotations: { readOnlyHint: false, destructiveHint: true },
  },
  {
    name: "confirm_booking",
    title: "Confirm a booking",
    inputSchema: object,
    annotations: { readOnlyHint: false, destructiveHint: false },
  },
];

/**
 * A stand-in that answers as a plain client of the endpoint expects, records every request, and fails on demand. It exists
 * for what a healthy server does not do: faults, and tools that are not there yet.
 */
export class FakeServer {
  readonly seen: Seen[] = [];
  /** Answers for the next requests, in order; after that the usual ones. */
  readonly script: Reply[] = [];
  /** The data of each tool; a function gets the arguments. */
  readonly data: Record<string, unknown> = {};
  tools: Tool[] = FAKE_TOOLS;
  /** Answers outside the endpoint: path → reply. */
  readonly routes: Record<string, (body: Record<string, unknown>) => Reply> = {};
  private server: Server | undefined;

  async start(): Promise<this> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get origin(): string {
    const address = this.server?.address();
    if (typeof address !== "object" || address === null) throw new Error("the stand-in is not running");
    return `http://127.0.0.1:${address.port}`;
  }

  get url(): string {
    return `${this.origin}/mcp`;
  }

  /** The tool calls so far. */
  get calls(): { name: unknown; arguments: unknown; headers: Seen["headers"] }[] {
    const calls = this.seen.filter(({ body }) => body.method === "tools/call");
    return calls.map(({ body, headers }) => ({ ...(body.params as { name: string; arguments: unknown }), headers }));
  }

  reset(): void {
    this.seen.length = 0;
    this.script.length = 0;
    this.tools = FAKE_TOOLS;
    for (const record of [this.data, this.routes]) for (const key of Object.keys(record)) delete record[key];
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text ? (JSON.parse(text) as Record<string, unknown>) : {};
    const seen = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    this.seen.push(seen);
    const reply = this.script.shift() ?? this.routes[seen.path]?.(body) ?? this.usual(body);
    if (reply.drop) return void request.socket.destroy();
    if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
    response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {}));
  }

  private usual(body: Record<string, unknown>): Reply {
    return "id" in body ? { body: this.rpc(body) } : { status: 202, body: "" };
  }

  private rpc({ id, method, params }: Record<string, unknown>): unknown {
    return { jsonrpc: "2.0", id, result: this.result(method, params as Record<string, unknown>) };
  }

  private result(method: unknown, params: Record<string, unknown> = {}): unknown {
    if (method === "tools/list") return { tools: this.tools };
    if (method === "initialize") {
      return {
        protocolVersion: params.protocolVersion,
        capabilities: {},
        serverInfo: { name: "fake", version: "9.9.9" },
      };
    }
    const structuredContent = {
      data: this.data[String(params.name)] ?? { done: params.name },
      summary: "Done.",
      renderType: "record",
    };
    return { structuredContent, content: [{ type: "text", text: JSON.stringify(structuredContent) }] };
  }
}

/** The HTTP answer of a tool that refused. */
export function refusal(error: Record<string, unknown>): Reply {
  const structuredContent = { error };
  return { body: { jsonrpc: "2.0", id: 1, result: { isError: true, structuredContent, content: [] } } };
}

/** A stand-in for the tests of one block: it listens from the first to the last of them and forgets between two. */
export function startFakeServer(): FakeServer {
  const server = new FakeServer();
  beforeAll(async () => {
    buildCommand();
    await server.start();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.stop());
  return server;
}

/** The home of one person for the tests of one block. */
export function makeHome(server: FakeServer): Home {
  const home = new Home(server);
  afterAll(() => home.remove());
  return home;
}
