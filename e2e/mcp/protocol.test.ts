import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { post, type RawAnswer, type RpcAnswer, raw, rpc, serverUrl } from "../support/server";
import { makeWorkspace, type TestWorkspace } from "../support/workspace";

const MODERN = "2026-07-28";
const JSON_TYPE = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});

/** A request of the 2026-07-28 revision: version, client and method stand in the body and again in headers. */
function modern(method: string, params: object = {}, headers: Record<string, string> = {}) {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": { name: "proof", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const name = "name" in params ? { "mcp-name": String(params.name) } : undefined;
  return post(
    { jsonrpc: "2.0", id: 7, method, params: { ...params, _meta } },
    { headers: { "mcp-protocol-version": MODERN, "mcp-method": method, ...name, ...headers } },
  );
}

describe("the 2026-07-28 protocol", () => {
  it("answers server/discover with what it offers", async () => {
    const response = await modern("server/discover");
    expect(response.status).toBe(200);
    const { id, result } = (await response.json()) as RpcAnswer<Record<string, unknown>>;
    expect(id).toBe(7);
    expect(JSON.stringify(result)).toContain(MODERN);
    expect(result).toMatchObject({ capabilities: { tools: {} } });
  });

  it("lists and calls tools", async () => {
    const listed = (await (await modern("tools/list")).json()) as RpcAnswer<{ tools: { name: string }[] }>;
    expect(listed.result?.tools.map(({ name }) => name)).toContain("register_organisation_status");
    const called = await modern("tools/call", {
      name: "register_organisation_status",
      arguments: { requestId: "signup_req_unknown" },
    });
    expect(await called.json()).toMatchObject({ result: { structuredContent: { data: { status: "queued" } } } });
  });

  it("refuses headers that disagree with the body with 400 and -32020 (case 63)", async () => {
    const wrongMethod = await modern("tools/list", {}, { "mcp-method": "tools/call" });
    const wrongName = await modern(
      "tools/call",
      { name: "register_organisation_status", arguments: { requestId: "x" } },
      { "mcp-name": "list_services" },
    );
    const wrongVersion = await modern("tools/list", {}, { "mcp-protocol-version": "2025-06-18" });
    for (const response of [wrongMethod, wrongName, wrongVersion]) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: -32020 } });
    }
  });

  it("refuses a bad key before anything else", async () => {
    const response = await modern("server/discover", {}, { authorization: "Bearer nonsense" });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });
});

describe("the 2025 protocols", () => {
  it.each(["2025-11-25", "2025-06-18", "2025-03-26"])(
    "initialize agrees on %s and demands no session",
    async (version) => {
      const response = await post({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion: version, capabilities: {}, clientInfo: { name: "proof", version: "1.0.0" } },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("mcp-session-id")).toBeNull();
      expect(await response.json()).toMatchObject({
        result: { protocolVersion: version, serverInfo: { name: "favcrm" }, capabilities: { tools: {} } },
      });
    },
  );

  it("accepts a notification without a body, and answers ping", async () => {
    const notified = await post({ jsonrpc: "2.0", method: "notifications/initialized" });
    expect(notified.status).toBe(202);
    expect(await notified.text()).toBe("");
    expect(await rpc("ping")).toMatchObject({ result: {} });
  });

  it("streams to a client that takes nothing but a stream", async () => {
    const response = await post(
      { jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: "list_services", arguments: {} } },
      { key: workspace.apiKey, headers: { accept: "text/event-stream" } },
    );
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const data = /^data: (.*)$/m.exec(await response.text())?.[1] ?? "";
    expect(JSON.parse(data)).toMatchObject({ id: 3, result: { structuredContent: { data: { items: [] } } } });
  });
});

describe("what is no JSON-RPC over POST", () => {
  it("answers GET and DELETE with 405 and says what to do, 401 first when a bad key is sent (case 65)", async () => {
    for (const path of ["/mcp", "/api/mcp"]) {
      for (const method of ["GET", "DELETE"]) {
        const plain = await raw(path, { method, headers: { accept: "text/event-stream" } });
        expect(plain.status, `${method} ${path}`).toBe(405);
        expect(plain.headers.allow).toBe("POST");
        const bad = await raw(path, { method, headers: { authorization: "Bearer nonsense" } });
        expect(bad.status, `${method} ${path}`).toBe(401);
      }
    }
  });

  it("refuses a batch, with a clear error (case 64)", async () => {
    const one = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    for (const batch of [[], [one], Array.from({ length: 1_000 }, () => one)]) {
      const response = await post(batch);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { code: -32600, message: expect.stringContaining("Batch") },
      });
    }
  });

  it("refuses another content type with 415", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
      const answer = await raw("/mcp", { headers: { ...JSON_TYPE, "content-type": type }, body: LIST });
      expect(answer.status, type).toBe(415);
    }
    const charset = await raw("/mcp", {
      headers: { ...JSON_TYPE, "content-type": "application/json; charset=utf-8" },
      body: LIST,
    });
    expect(charset.status).toBe(200);
  });

  it("refuses what is not JSON, not UTF-8, or no JSON-RPC message, with 400 and never more (case 64)", async () => {
    const bodies: [string, string | Buffer, number][] = [
      ["half an object", '{"jsonrpc":"2.0",', -32700],
      ["nothing", "", -32700],
      ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), -32700],
      ["a number", "42", -32600],
      ["null", "null", -32600],
      ["a repeated key", '{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}', -32600],
      ["a repeated key in disguise", '{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"tools/list"}', -32600],
    ];
    for (const [what, body, code] of bodies) {
      const answer = await raw("/mcp", { headers: JSON_TYPE, body });
      expect(answer.status, what).toBe(400);
      expect(JSON.parse(answer.text), what).toMatchObject({ jsonrpc: "2.0", error: { code } });
    }
    for (const body of [
      "{}",
      '{"jsonrpc":"1.0","id":1,"method":"ping"}',
      '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    ]) {
      const answer = await raw("/mcp", { headers: JSON_TYPE, body });
      expect(answer.status, body).toBe(400);
    }
  });

  it("answers an unknown method with -32601", async () => {
    expect(await rpc("resources/list")).toMatchObject({ error: { code: -32601 } });
  });
});

describe("addresses", () => {
  const send = (headers: Record<string, string>): Promise<RawAnswer> =>
    raw("/mcp", { headers: { ...JSON_TYPE, ...headers }, body: LIST });

  it("refuses a foreign Origin and `null`, allows our own and none (case 61)", async () => {
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example", "file://", "garbage"]) {
      expect((await send({ origin })).status, origin).toBe(403);
    }
    for (const headers of [{}, { origin: serverUrl() }, { origin: "http://127.0.0.1:9999" }] as Record<
      string,
      string
    >[]) {
      expect((await send(headers)).status, JSON.stringify(headers)).toBe(200);
    }
  });

  it("refuses a foreign Host on a loopback bind (case 62)", async () => {
    const { port } = new URL(serverUrl());
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "localhost.evil.example",
      "169.254.169.254",
      "0.0.0.0",
    ]) {
      expect((await send({ host })).status, host).toBe(403);
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await send({ host })).status, host).toBe(200);
    }
  });
});

describe("bodies made to hurt (case 64)", () => {
  const called = (args: string) =>
    raw("/mcp", {
      headers: JSON_TYPE,
      body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"register_organisation_request","arguments":${args}}}`,
    });

  it("refuses more than 1 MB with 413, announced or not", async () => {
    const body = Buffer.alloc(1_100_000, " ");
    expect((await raw("/mcp", { headers: JSON_TYPE, body })).status).toBe(413);
    const chunked = await raw("/mcp", { headers: { ...JSON_TYPE, "transfer-encoding": "chunked" }, body });
    expect(chunked.status).toBe(413);
  });

  it("refuses depth 10,000 and a hundred thousand elements with 400", async () => {
    const deep = await called(`${"[".repeat(10_000)}${"]".repeat(10_000)}`);
    expect(deep.status).toBe(400);
    expect(deep.text).toContain("deeper");
    const objects = await called(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`);
    expect(objects.status).toBe(400);
    const wide = await called(`[${"1,".repeat(100_000)}1]`);
    expect(wide.status).toBe(400);
    expect(wide.text).toContain("20000");
  });

  it("refuses __proto__ in any spelling, and constructor as an argument that does not exist", async () => {
    const withKey = (key: string) =>
      called(`{"email":"a@example.com","organisationName":"Ok","${key}":{"isAdmin":true}}`);
    for (const key of ["__proto__", "\\u005f_proto__"]) {
      const answer = await withKey(key);
      expect(answer.status, key).toBe(400);
      expect(answer.text).toContain("__proto__");
    }
    const answer = JSON.parse((await withKey("constructor")).text);
    expect(answer.result.structuredContent.error).toMatchObject({ code: "invalid_input" });
  });

  it("cuts off a body of endless chunks and keeps answering others", async () => {
    const { hostname, port } = new URL(serverUrl());
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    let answer = "";
    socket.on("data", (part) => {
      answer += part;
    });
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    let sent = 0;
    while (!socket.destroyed && answer === "" && sent < 1_000) {
      sent += 1;
      await new Promise((resolve) => socket.write(chunk, resolve));
    }
    await expect.poll(() => socket.destroyed).toBe(true);
    // What a client reads of the answer depends on when its own writing breaks off.
    expect(["", "HTTP/1.1 413"]).toContain(answer.slice(0, 12));
    expect(sent * 0x10000).toBeLessThan(16 * 1_048_576);
    expect((await post(LIST)).status).toBe(200);
  });
});
