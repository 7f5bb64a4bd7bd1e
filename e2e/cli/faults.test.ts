import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeHome, refusal, startFakeServer } from "./fake-server";
import { finished, STRANGE_KEY } from "./support";

const server = startFakeServer();
const home = makeHome(server);

const busy = { status: 503, headers: { "retry-after": "0" }, body: "busy" };

describe("a server in trouble", () => {
  it.each([
    ["503", busy],
    ["429", { ...busy, status: 429 }],
    ["a broken connection", { drop: true as const }],
  ])("%s: reads are repeated until they succeed", async (_, fault) => {
    server.script.push(fault, fault);
    const run = await home.run(["orgs", "list"]);
    expect(run.code, run.stderr).toBe(0);
    expect(server.seen).toHaveLength(3);
  });

  it("gives a read up after four tries", async () => {
    server.script.push(busy, busy, busy, busy, busy);
    const run = await home.run(["orgs", "list"]);
    expect(run.code).toBe(1);
    expect(server.seen).toHaveLength(4);
    expect(run.stderr).toMatch(/HTTP 503/);
  });

  it.each([
    ["503", busy],
    ["429", { ...busy, status: 429 }],
    ["a broken connection", { drop: true as const }],
  ])("%s: a write is sent once, and the message says to look first when it may have happened", async (_, fault) => {
    server.script.push(fault);
    const run = await home.run(["bookings", "confirm", "bkg_1"]);
    expect(run.code).toBe(1);
    expect(server.seen).toHaveLength(1);
    if ("drop" in fault) expect(run.stderr).toMatch(/may have been carried out/);
  });

  it("tool call repeats what the server marks as a read, and nothing else", async () => {
    server.script.push(busy);
    expect((await home.run(["tool", "call", "list_services", "{}"])).code).toBe(0);
    expect(server.calls.map(({ name }) => name)).toEqual(["list_services", "list_services"]);
    server.reset();
    server.script.push(busy);
    expect((await home.run(["tool", "call", "confirm_booking", "{}"])).code).toBe(1);
    expect(server.calls.map(({ name }) => name)).toEqual(["confirm_booking"]);
  });

  it("does not sit out a long Retry-After, but tells it", async () => {
    server.script.push({ status: 429, headers: { "retry-after": "120" } });
    const run = await home.run(["--json", "orgs", "list"]);
    expect(JSON.parse(run.stderr).error).toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: 120 } });
    expect(server.seen).toHaveLength(1);
  });

  it("times out, says so, and does not repeat", async () => {
    server.script.push({ delayMs: 5000 });
    const started = Date.now();
    const run = await home.run(["--json", "orgs", "list"], { env: { FAVCRM_TIMEOUT: "0.5" } });
    expect(Date.now() - started).toBeLessThan(4000);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stderr).error.code).toBe("timed_out");
    expect(server.seen).toHaveLength(1);
  });

  it("nobody there: exit 1 and the way out, in words and in JSON", async () => {
    const env = { FAVCRM_MCP_URL: "http://127.0.0.1:9/mcp" };
    const words = await home.run(["whoami"], { env });
    expect(words.code).toBe(1);
    expect(words.stderr).toMatch(/npm start/);
    const json = await home.run(["--json", "whoami"], { env });
    expect(json.stdout).toBe("");
    expect(JSON.parse(json.stderr).error.code).toBe("unreachable");
  });

  it.each([
    ["HTML", { body: "<html>", headers: { "content-type": "text/html" }, status: 404 }, "not_an_endpoint"],
    [
      "a redirect, which a key must not follow",
      { status: 307, headers: { location: "http://elsewhere.invalid/mcp" } },
      "redirected",
    ],
    ["half of a JSON text", { body: '{"jsonrpc":"2.0","id":1,"resu' }, "not_an_endpoint"],
    ["a failure of its own", { status: 500, headers: { "x-request-id": "req_42" }, body: "{}" }, "unavailable"],
    ["a refusal of the key", { status: 401 }, "key_refused"],
  ])("%s is one clear error", async (_, reply, code) => {
    server.script.push(reply);
    const run = await home.run(["--json", "bookings", "confirm", "b"], { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stderr).error.code).toBe(code);
    expect(server.seen).toHaveLength(1);
  });
});

describe("refusals of tools", () => {
  const error = {
    code: "invalid_input",
    kind: "invalid_input",
    message: "limit: must be at most 100",
    hint: "Correct the fields named in details.fields and call again.",
    details: {
      field: "limit",
      fields: [
        { field: "limit", rule: "must be at most 100", example: 20 },
        { field: "colour", rule: "is not an argument of this tool" },
      ],
    },
  };

  it("show field, rule and example, and the next step; exit 1", async () => {
    server.script.push(refusal(error));
    const run = await home.run(["bookings", "list", "--limit", "1000"]);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("limit: must be at most 100 (for example 20)");
    expect(run.stderr).toContain("colour: is not an argument");
    expect(run.stderr).toContain("[invalid_input]");
  });

  it("are JSON on standard error with --json", async () => {
    server.script.push(refusal(error));
    const { code, message, hint, details } = error;
    expect(JSON.parse((await home.run(["--json", "bookings", "list"])).stderr)).toEqual({
      error: { code, message, hint, details },
    });
  });

  it("that come as a JSON-RPC error read the same", async () => {
    server.script.push({
      body: {
        jsonrpc: "2.0",
        id: 1,
        error: { code: -32001, message: "Needs a key: call register_organisation_request" },
      },
    });
    const run = await home.run(["--json", "dashboard"]);
    expect(JSON.parse(run.stderr).error).toMatchObject({
      code: "unauthenticated",
      hint: expect.stringContaining("favcrm signup"),
    });
  });
});

describe("doctor on a bad day", () => {
  it("measures the clock against the server's", async () => {
    const date = new Date(Date.now() + 3 * 3600 * 1000).toUTCString();
    server.script.push({
      headers: { date },
      body: { jsonrpc: "2.0", id: 1, result: { serverInfo: { version: "9.9.9" } } },
    });
    const report = await home.json<{ clockSkewSeconds: number; checks: { name: string; state: string }[] }>(["doctor"]);
    expect(Math.abs(report.clockSkewSeconds - 10_800)).toBeLessThanOrEqual(2);
    expect(report.checks.find(({ name }) => name === "clock")?.state).toBe("bad");
  });

  it("names a refused key, still counts the tools, and exits with 1", async () => {
    server.script.push({ body: { jsonrpc: "2.0", id: 1, result: {} } }, { status: 401 });
    const run = await home.run(["--json", "doctor"], { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      reachable: true,
      authenticated: true,
      keyAccepted: false,
      toolCount: 3,
      ok: false,
    });
  });

  it("an unreachable server exits with 1 and still prints one whole report", async () => {
    const run = await home.run(["--json", "doctor"], { env: { FAVCRM_MCP_URL: "http://127.0.0.1:9/mcp" } });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ reachable: false, url: "http://127.0.0.1:9/mcp" });
    const human = await home.run(["doctor"], { env: { FAVCRM_MCP_URL: "http://127.0.0.1:9/mcp" } });
    expect(human.stdout).toMatch(/✗ endpoint .*\n +→ /);
  });

  it("without a key it says how to get one, and that is no failure", async () => {
    const run = await home.run(["doctor"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/✗ auth .*no key.*\n.*favcrm signup/);
  });

  it("warns when the key is about to expire", async () => {
    server.tools = [...server.tools, { name: "list_api_keys", inputSchema: { type: "object" } }];
    const expiresAt = new Date(Date.now() + 3600_000).toISOString();
    const key = `${STRANGE_KEY.slice(0, 12)}…${STRANGE_KEY.slice(-4)}`;
    server.data.list_api_keys = {
      items: [
        { key: "fav_mcp_zzzz…zzzz", expiresAt: null },
        { key, expiresAt },
      ],
    };
    const run = await home.run(["doctor"], { env: { FAVCRM_API_KEY: STRANGE_KEY } });
    expect(run.stdout).toMatch(/✗ key expiry/);
  });
});

describe("proxies", () => {
  let proxy: Server;
  const through: string[] = [];

  beforeAll(async () => {
    proxy = createServer((incoming, outgoing) => {
      through.push(`${incoming.method} ${incoming.url} ${incoming.headers["proxy-authorization"] ?? ""}`.trim());
      const { pathname } = new URL(incoming.url ?? "");
      const onward = httpRequest(
        `${server.origin}${pathname}`,
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        },
      );
      incoming.pipe(onward);
    });
    proxy.on("connect", (incoming, socket) => {
      through.push(`CONNECT ${incoming.url}`);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void proxy.close());
  beforeEach(() => void through.splice(0));

  const address = (user = "") => `http://${user}127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  it("http goes through HTTP_PROXY, with its credentials", async () => {
    const env = { FAVCRM_MCP_URL: "http://crm.invalid/mcp", HTTP_PROXY: address("ada:pass%20word@") };
    const run = await home.run(["whoami"], { env });
    expect(run.code, run.stderr).toBe(0);
    expect(through).toEqual([`POST http://crm.invalid/mcp Basic ${Buffer.from("ada:pass word").toString("base64")}`]);
  });

  it("https asks HTTPS_PROXY for a tunnel, so the proxy never sees the key", async () => {
    const run = await home.run(["bookings", "confirm", "b"], {
      env: { FAVCRM_MCP_URL: "https://crm.invalid/mcp", https_proxy: address(), FAVCRM_API_KEY: STRANGE_KEY },
    });
    expect(through).toEqual(["CONNECT crm.invalid:443"]);
    expect(run.stderr).toMatch(/proxy answered 502/);
  });

  it("NO_PROXY and this machine itself are never asked through it", async () => {
    const env = { HTTP_PROXY: address(), http_proxy: address() };
    expect((await home.run(["whoami"], { env })).code).toBe(0);
    await home.run(["bookings", "confirm", "b"], {
      env: { ...env, FAVCRM_MCP_URL: "http://crm.invalid/mcp", NO_PROXY: "x.test, .invalid" },
    });
    expect(through).toEqual([]);
  });
});

describe("signals and pipes", () => {
  it("Ctrl-C ends a waiting command at once with 130", async () => {
    server.script.push({ delayMs: 10_000 });
    const child = home.start(["whoami"]);
    const end = finished(child);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await end).toMatchObject({ code: 130, stdout: "" });
  });

  it("a reader that goes away is not a failure", async () => {
    server.data.list_my_companies = {
      items: Array.from({ length: 20_000 }, (_, id) => ({ id, name: "x".repeat(50) })),
    };
    const child = home.start(["--json", "whoami"]);
    const end = finished(child);
    child.stdout.once("data", () => child.stdout.destroy());
    expect((await end).code).toBe(0);
    expect((await end).stderr).not.toMatch(/EPIPE/);
  });
});
