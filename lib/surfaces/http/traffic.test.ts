import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { serveWeb } from "./bridge";
import { nameRequest, vouchForPeer } from "./door";
import { Traffic } from "./drain";

type Handler = (request: Request) => Promise<Response>;

let server: Server | undefined;
let traffic: Traffic;

async function serve(handler: Handler): Promise<string> {
  traffic = new Traffic();
  server = createServer((request, response) => {
    nameRequest(request, response);
    vouchForPeer(request);
    traffic.follow(response);
    serveWeb(handler, request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no address");
  return `http://127.0.0.1:${address.port}/mcp`;
}

function drain(patienceMs: number): Promise<void> {
  if (!server) throw new Error("nothing to drain");
  return traffic.drain(server, patienceMs);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An event stream that goes on until it is cancelled. */
function ticking(onCancel: () => void, bytes = 16): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sleep(5);
      controller.enqueue(new TextEncoder().encode(`data: ${"x".repeat(bytes)}\n\n`));
    },
    cancel: onCancel,
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

describe("draining", () => {
  it("finishes a request under way, and takes no new one", async () => {
    const url = await serve(async () => {
      await sleep(300);
      return Response.json({ done: true });
    });
    const underWay = fetch(url);
    await sleep(50);
    const drained = drain(5_000);
    await expect(fetch(url)).rejects.toThrow();
    const response = await underWay;
    expect(await response.json()).toEqual({ done: true });
    expect(response.headers.get("connection")).toBe("close");
    await drained;
  });

  it("ends event streams properly, and tells their source", async () => {
    let cancelled = false;
    const url = await serve(async () => ticking(() => (cancelled = true)));
    const response = await fetch(url);
    const text = response.text();
    await sleep(50);
    await drain(5_000);
    expect(await text).toMatch(/^(data: x+\n\n)+$/);
    expect(cancelled).toBe(true);
  });

  it("cuts off what does not end in time", async () => {
    const url = await serve(() => new Promise(() => {}));
    const hanging = fetch(url);
    hanging.catch(() => {});
    await sleep(50);
    const begun = performance.now();
    await drain(200);
    expect(performance.now() - begun).toBeLessThan(1_000);
    await expect(hanging).rejects.toThrow();
  });
});

describe("a client that leaves", () => {
  it("aborts the handler's signal and cancels its stream", async () => {
    let cancelled = false;
    let signal: AbortSignal | undefined;
    const url = await serve(async (request) => {
      signal = request.signal;
      return ticking(() => (cancelled = true));
    });
    const departure = new AbortController();
    const response = await fetch(url, { signal: departure.signal });
    await response.body?.getReader().read();
    departure.abort();
    await expect.poll(() => [cancelled, signal?.aborted]).toEqual([true, true]);
  });

  it("does not abort a call that was answered", async () => {
    let signal: AbortSignal | undefined;
    const url = await serve(async (request) => {
      signal = request.signal;
      return Response.json({});
    });
    await (await fetch(url)).json();
    await sleep(50);
    expect(signal?.aborted).toBe(false);
  });
});

it("writes a stream no faster than the client reads it", async () => {
  let produced = 0;
  const chunk = new Uint8Array(1_000_000);
  const url = await serve(
    async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          async pull(controller) {
            await sleep(1);
            produced += chunk.length;
            controller.enqueue(chunk);
          },
        }),
        { headers: { "content-type": "text/event-stream" } },
      ),
  );
  const client = httpRequest(url, { method: "POST" });
  client.end();
  const [response] = await once(client, "response");
  response.pause();
  await sleep(500);
  const whenPaused = produced;
  await sleep(300);
  expect(produced).toBe(whenPaused);
  expect(produced).toBeLessThan(50_000_000);
  client.destroy();
});

it("shows the handler both of two Authorization headers, and never the caller's own idea of its address", async () => {
  const url = await serve(async (request) => Response.json(Object.fromEntries(request.headers)));
  const client = httpRequest(url, { method: "POST" });
  client.setHeader("Authorization", ["Bearer a", "Bearer b"]);
  client.setHeader("x-favcrm-peer", "forged 203.0.113.9");
  client.end("{}");
  const [response] = await once(client, "response");
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const seen = JSON.parse(Buffer.concat(parts).toString("utf8")) as Record<string, string>;
  expect(seen.authorization).toBe("Bearer a, Bearer b");
  expect(seen["x-favcrm-peer"]).toMatch(/^[0-9a-f]{32} 127\.0\.0\.1$/);
});
