import "server-only";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { PEER_HEADER } from "@/lib/auth/client-address";
import { env } from "@/lib/env";
import { readyParts } from "./ready-answer";
import { withReadyBody } from "./ready-body";

type Handler = (request: Request) => Promise<Response>;

/** Headers whose value this process decides; what the caller sent under these names is dropped. */
const ours = new Set([PEER_HEADER, "x-request-id"]);

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  // The raw list still shows a header that was sent twice; node's own object keeps the first one only.
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? "").toLowerCase();
    if (!ours.has(name)) headers.append(name, request.rawHeaders[index + 1] ?? "");
  }
  for (const name of ours) headers.set(name, String(request.headers[name] ?? ""));
  return headers;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

async function pipe(body: ReadableStream<Uint8Array>, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel);
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done || signal.aborted || response.writableEnded) break;
      if (!response.write(value)) await Promise.race([once(response, "drain"), once(response, "close")]);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

function sendParts(parts: readonly Uint8Array[], response: ServerResponse): void {
  response.setHeader(
    "Content-Length",
    parts.reduce((sum, part) => sum + part.byteLength, 0),
  );
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
  response.uncork();
}

async function send(answer: Response, response: ServerResponse, signal: AbortSignal): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) {
    // Cookies come one by one; any other header replaces what we promised before (the request id).
    if (name === "set-cookie") response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  if (!answer.body) return void response.end();
  const parts = readyParts(answer);
  if (parts) return sendParts(parts, response);
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    const whole = new Uint8Array(await answer.arrayBuffer());
    response.setHeader("Content-Length", whole.byteLength);
    return void response.end(whole);
  }
  response.flushHeaders();
  await pipe(answer.body, response, signal);
  response.end();
}

/**
 * Lets a web handler answer a node request. The body is read whole (it is bounded before) and found by `readyBody`; an event stream is written as
 * fast as the client reads it, and the handler's signal aborts when the client leaves.
 */
export async function serveWeb(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const departure = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) departure.abort();
  });
  const body = await bodyOf(request);
  const address = new URL(request.url ?? "/", env().appUrl);
  const method = request.method ?? "GET";
  const asked = new Request(address, { method, headers: headersOf(request), signal: departure.signal });
  await send(await handler(withReadyBody(asked, body)), response, departure.signal);
}
