import { readFileSync, statSync } from "node:fs";
import { Client as Client2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHome, startFakeServer } from "./fake-server";
import { endpoint, mailbox, mailedCode } from "./real-server";
import { buildCommand, command, finished, Home, STRANGE_KEY } from "./support";

beforeAll(() => buildCommand());

interface Answer {
  isError?: boolean;
  structuredContent?: { data?: Record<string, unknown>; summary?: string; error?: { code: string } };
  content?: { type: string; text?: string }[];
}

/** What both generations of the client can do. */
interface Connected {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

/** Everything that crosses the pipe to the client, which is everything that a model could see. */
type Watched = { client: Connected; traffic: string[] };

const identity = { name: "test", version: "1.0.0" };
const launch = (home: Home) => ({
  command: process.execPath,
  args: [command, "mcp"],
  env: home.env(),
  stderr: "pipe" as const,
});

async function connect1(home: Home): Promise<Watched> {
  const client = new Client1(identity);
  const transport = new Stdio1(launch(home));
  await client.connect(transport);
  return { client: client as Connected, traffic: watch(transport) };
}

async function connect2(home: Home): Promise<Watched> {
  const client = new Client2(identity);
  const transport = new Stdio2(launch(home));
  await client.connect(transport);
  return { client: client as Connected, traffic: watch(transport) };
}

/** Client 2 with the newest revision pinned: server/discover instead of initialize, a protocol envelope in each message. */
async function connectModern(home: Home): Promise<Watched> {
  const client = new Client2(identity, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  const transport = new Stdio2(launch(home));
  await client.connect(transport);
  return { client: client as Connected, traffic: watch(transport) };
}

function watch(transport: { onmessage?: unknown; stderr?: unknown }): string[] {
  const traffic: string[] = [];
  const before = transport.onmessage as (message: unknown, extra?: unknown) => void;
  transport.onmessage = (message: unknown, extra?: unknown) => {
    traffic.push(JSON.stringify(message));
    before(message, extra);
  };
  const stderr = transport.stderr as NodeJS.ReadableStream | null;
  stderr?.on("data", (part: Buffer) => traffic.push(part.toString()));
  return traffic;
}

const clients: [string, (home: Home) => Promise<Watched>][] = [
  ["@modelcontextprotocol/sdk 1", connect1],
  ["@modelcontextprotocol/client 2", connect2],
  ["@modelcontextprotocol/client 2, revision 2026-07-28", connectModern],
];

describe.each(clients)("%s through the bridge", (_, connect) => {
  const home = new Home(endpoint());
  afterAll(() => home.remove());

  it("goes from sign-up to the first useful call without a restart, and sees no key", async () => {
    const { client, traffic } = await connect(home);
    const call = async (name: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: args })) as Answer;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("register_organisation_request");

    const early = await call("list_services").catch((error: Error) => error);
    expect(String(early)).toContain("register_organisation_request");

    const email = mailbox();
    const request = await call("register_organisation_request", {
      email,
      organisationName: "Bridge Studio",
      country: "HK",
    });
    const { requestId, idempotencyKey } = request.structuredContent?.data ?? {};
    const wrong = await call("register_organisation_verify", { requestId, code: "abc" });
    expect(wrong.isError).toBe(true);
    const verified = await call("register_organisation_verify", {
      requestId,
      code: await mailedCode(email),
      idempotencyKey,
    });
    const data = verified.structuredContent?.data ?? {};
    expect(data.apiKey).toMatch(/^fav_mcp_\.\.\.\w{4}$/);
    expect(String(data.nextSteps)).toContain("no restart");
    expect(verified.structuredContent?.summary).toContain(home.configFile);
    expect(JSON.parse(verified.content?.[0]?.text ?? "")).toEqual(verified.structuredContent);

    const services = await call("list_services");
    expect(services.structuredContent?.data).toMatchObject({ items: [] });
    const overview = await call("get_workspace_overview");
    expect(overview.structuredContent?.data).toMatchObject({ organisation: { name: "Bridge Studio" }, role: "owner" });

    const second = await call("create_api_key", { name: "Planted" });
    const place = /The key is in (.*\.key),/.exec(String(second.structuredContent?.data?.nextSteps))?.[1] ?? "";
    expect(readFileSync(place, "utf8")).toMatch(/^fav_mcp_[0-9A-Za-z]{36}\n$/);

    await client.close();
    expect(traffic.length).toBeGreaterThan(5);
    expect(traffic.join("\n")).not.toMatch(/fav_mcp_[0-9A-Za-z]{20,}/);
    expect(statSync(home.configFile).mode & 0o777).toBe(0o600);
  });

  it("and the saved key serves the other commands at once", async () => {
    expect((await home.run(["doctor"])).stdout).toMatch(/Bridge Studio \(owner\)/);
  });
});

describe("the bridge in bad weather", () => {
  const server = startFakeServer();
  const home = makeHome(server);

  /** Sends lines, closes standard input, and answers the messages that came back, by id. */
  async function converse(
    lines: (string | object)[],
    env: Record<string, string> = {},
  ): Promise<Map<unknown, Record<string, unknown>>> {
    const child = home.start(["mcp"], { env });
    const end = finished(child);
    child.stdin.end(lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
    const { code, stdout } = await end;
    expect(code).toBe(0);
    const messages = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return new Map(messages.map((message) => [message.id, message]));
  }

  const rpc = (id: number | string, method: string, params: object = {}) => ({ jsonrpc: "2.0", id, method, params });
  const errorOf = (message: Record<string, unknown> | undefined) =>
    message?.error as { code: number; message: string } | undefined;

  it("answers everything that was asked before standard input closed, whatever the order", async () => {
    server.script.push({ delayMs: 400, body: { jsonrpc: "2.0", id: 1, result: { slow: true } } });
    const answers = await converse([
      rpc(1, "tools/call", { name: "a" }),
      rpc("two", "tools/list"),
      { jsonrpc: "2.0", method: "notifications/initialized" },
    ]);
    expect(answers.get(1)).toEqual({ jsonrpc: "2.0", id: 1, result: { slow: true } });
    expect(answers.get("two")).toMatchObject({ result: { tools: expect.any(Array) } });
    expect(answers.size).toBe(2);
  });

  it("survives lines that are no messages", async () => {
    const answers = await converse(["not json", "[]", "42", "", rpc(1, "tools/list")]);
    expect(errorOf(answers.get(null))?.code).toBeLessThan(-32000);
    expect(answers.get(1)).toHaveProperty("result");
  });

  it("a server that is away is an error with the remedy, and the next call works when it is back", async () => {
    const away = await converse([rpc(1, "tools/call", { name: "confirm_booking" })], {
      FAVCRM_MCP_URL: "http://127.0.0.1:9/mcp",
    });
    expect(errorOf(away.get(1))?.message).toContain("favcrm doctor");
    server.script.push({ drop: true }, { status: 503 });
    expect((await converse([rpc(1, "tools/list")])).get(1)).toHaveProperty("result");
  });

  it("a write is never sent twice", async () => {
    server.script.push({ drop: true });
    const answers = await converse([rpc(1, "tools/call", { name: "confirm_booking" })]);
    expect(errorOf(answers.get(1))).toBeDefined();
    expect(server.calls).toHaveLength(1);
  });

  it("a dead key hides neither the tools nor the way to a new one", async () => {
    const env = { FAVCRM_API_KEY: STRANGE_KEY };
    server.script.push({ status: 401 });
    expect((await converse([rpc(1, "tools/list")], env)).get(1)).toHaveProperty("result");
    server.script.push({ status: 401 });
    const refused = await converse([rpc(1, "tools/call", { name: "list_services" })], env);
    expect(errorOf(refused.get(1))).toMatchObject({
      code: -32001,
      message: expect.stringContaining("register_organisation_request"),
    });
    await converse([rpc(1, "tools/call", { name: "register_organisation_request" })], env);
    expect(server.seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  it("a cancelled call is dropped, answer and all", async () => {
    server.script.push({ delayMs: 60_000 });
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    const child = home.start(["mcp"]);
    const end = finished(child);
    child.stdin.write(`${JSON.stringify(rpc(1, "tools/call", { name: "confirm_booking" }))}\n`);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.stdin.end(`${JSON.stringify(cancel)}\n`);
    expect(await end).toMatchObject({ code: 0, stdout: "" });
  });

  it("when the key cannot be saved, the model hears that instead of a false success", async () => {
    server.data.register_organisation_verify = { apiKey: STRANGE_KEY };
    const answers = await converse([rpc(1, "tools/call", { name: "register_organisation_verify" })], {
      XDG_CONFIG_HOME: "/dev/null",
    });
    expect(errorOf(answers.get(1))?.message).toContain("cannot be used");
    expect(JSON.stringify([...answers])).not.toMatch(/fav_mcp_[0-9A-Za-z]{20,}/);
  });

  it("masks keys wherever they stand", async () => {
    server.data.list_services = { items: [{ note: STRANGE_KEY }] };
    const answers = await converse([rpc(1, "tools/call", { name: "list_services" })]);
    expect(JSON.stringify([...answers])).toContain("fav_mcp_...M86Q");
    expect(JSON.stringify([...answers])).not.toContain(STRANGE_KEY);
  });

  it("repeats version, method and name in headers where the message claims a version", async () => {
    const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
    await converse([rpc(1, "tools/call", { name: "名字", _meta })]);
    const { headers } = server.seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": `=?base64?${Buffer.from("名字").toString("base64")}?=`,
    });
  });
});
