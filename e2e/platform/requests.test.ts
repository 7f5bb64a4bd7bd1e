import { createConnection } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateKey } from "@/lib/auth/keys";
import { type LaunchedServer, launchServer } from "../setup/launch";
import { dataOf } from "../support/server";
import { makeWorkspace } from "../support/workspace";

let server: LaunchedServer;
let port: number;

beforeAll(async () => {
  server = await launchServer({
    DATABASE_URL: process.env.DATABASE_URL,
    FAVCRM_DATA_DIR: process.env.FAVCRM_DATA_DIR,
  });
  port = Number(new URL(server.url).port);
});
afterAll(() => server.stop());

/** Sends bytes as they are and answers with the first line that comes back, or "" when the connection just ends. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.setTimeout(10_000, () => reject(new Error("no answer")));
    socket.on("data", (part) => {
      answer += part.toString("latin1");
      if (!answer.includes("\r\n\r\n")) return;
      socket.destroy();
      if (!/^x-request-id: /im.test(answer)) reject(new Error("an answer without a request id"));
      resolve(answer.split("\r\n", 1)[0] ?? "");
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const withHost = (host: string, path = "/") =>
  raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

function listTools(headers: Record<string, string> = {}) {
  return fetch(`${server.url}/mcp`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  });
}

describe("health", () => {
  it("says that it lives, and what it needs to work", async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: "alive" });
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: "ready",
      checks: { database: "ok", migrations: "ok", worker: "ok" },
    });
  });
});

describe("request ids", () => {
  it.each(["/healthz", "/", "/nowhere", "/mcp"])("stand in the answer of %s, once", async (path) => {
    const id = (await fetch(`${server.url}${path}`)).headers.get("x-request-id");
    expect(id).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
  });

  it("keep a sane one from the caller and replace any other", async () => {
    expect((await listTools({ "x-request-id": "trace-0123456789" })).headers.get("x-request-id")).toBe(
      "trace-0123456789",
    );
    for (const odd of ["short", "x".repeat(65), "with space inside", "<script>alert(1)</script>", generateKey()]) {
      const id = (await listTools({ "x-request-id": odd })).headers.get("x-request-id");
      expect(id).toMatch(/^req_[0-9a-f]{24}$/);
    }
  });
});

describe("names", () => {
  it("sends pages opened at the address to the name people use", async () => {
    const page = await fetch(`http://127.0.0.1:${port}/docs?x=1`, { redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([307, `http://localhost:${port}/docs?x=1`]);
  });

  it("lets Next fetch a page from itself, which it does by address and with the browser's cookie", async () => {
    const page = await fetch(`http://127.0.0.1:${port}/docs?x=1&_rsc`, { headers: { rsc: "1" }, redirect: "manual" });
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/x-component"]);
    // A foreign name gains nothing by it.
    const foreign = await raw("GET /docs HTTP/1.1\r\nHost: evil.example\r\nRSC: 1\r\nConnection: close\r\n\r\n");
    expect(foreign).toContain("403");
  });

  it("answers programs under both names", async () => {
    for (const name of ["localhost", "127.0.0.1"]) {
      const answer = await fetch(`http://${name}:${port}/mcp`, { redirect: "manual" });
      expect(answer.status).toBe(405);
    }
  });

  it("refuses a foreign Host, and lets the outbox look absent", async () => {
    expect(await withHost("evil.example")).toContain("403");
    expect(await withHost(`evil.example:${port}`, "/mcp")).toContain("403");
    expect(await withHost("evil.example", "/outbox")).toContain("404");
    expect(await withHost("evil.example", "/api/outbox?to=a@b.example")).toContain("404");
    expect(await withHost("localhost.evil.example")).toContain("403");
  });
});

describe("bodies", () => {
  const megabyte = 1_048_576;

  it.each(["/mcp", "/api/mcp", "/docs"])("announced as over the limit are refused at %s", async (path) => {
    const response = await fetch(`${server.url}${path}`, { method: "POST", body: "x".repeat(megabyte + 1) });
    expect(response.status).toBe(413);
  });

  it.each(["/mcp", "/api/mcp"])("growing over the limit unannounced are refused at %s", async (path) => {
    const chunks = `10000\r\n${"x".repeat(65_536)}\r\n`.repeat(17);
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(`${head}${chunks}0\r\n\r\n`)).toContain("413");
  });

  it("just under the limit are read", async () => {
    const response = await fetch(`${server.url}/mcp`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"${"x".repeat(megabyte - 200)}"}}`,
    });
    expect(response.status).not.toBe(413);
  });

  it("that never end are cut off in bounded memory", async () => {
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await nextTurn();
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const sent = fetch(`${server.url}/mcp`, { method: "POST", body: endless, duplex: "half" } as RequestInit);
    const status = await sent.then(
      (response) => response.status,
      () => "cut off",
    );
    expect([413, "cut off"]).toContain(status);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe("what is not even a proper request", () => {
  it.each([
    ["noise", "GARBAGE\r\n\r\n", "400"],
    ["a target with a host", "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"],
    ["a broken chunk", "POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"],
    ["two lengths", "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "400"],
    ["100 kB of header", `GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${"a".repeat(100_000)}\r\n\r\n`, "431"],
  ])("is answered with its status: %s", async (_name, bytes, status) => {
    expect(await raw(bytes)).toContain(status);
  });

  it("leaves the server well when clients vanish in the middle (case 66)", async () => {
    const vanish = (bytes: string) =>
      new Promise<void>((resolve, reject) => {
        const socket = createConnection(port, "127.0.0.1", () => socket.write(bytes, () => socket.destroy()));
        socket.on("close", () => resolve());
        socket.on("error", reject);
      });
    const { apiKey } = await makeWorkspace();
    const params = { name: "create_service", arguments: { name: "Left alone", durationMinutes: 30 } };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
    const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${apiKey}\r\nContent-Type: application/json\r\n`;
    for (let round = 0; round < 20; round += 1) {
      await vanish(`${head}Content-Length: 1000\r\n\r\n{"jsonrpc"`);
      // The whole call is there, and is carried out or not; nobody hears of it.
      await vanish(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    }
    expect((await listTools()).status).toBe(200);
    const target = { url: server.url, key: apiKey };
    const { items } = await dataOf<{ items: { name: string }[] }>("list_services", { limit: 100 }, target);
    expect(items.length, "no call was under way when its client vanished").toBeGreaterThan(0);
    expect(new Set(items.map(({ name }) => name))).toEqual(new Set(["Left alone"]));
    expect(server.output()).not.toContain("outside every handler");
  });
});
