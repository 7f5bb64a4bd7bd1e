import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from "node:http";
import { proxyFor, proxyHeaders, tunnel } from "./proxy.ts";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface Ask {
  url: URL;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** No answer came: refused, cut off, unknown host, or too slow. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: "refused" | "timeout" | "dns" | "broken" | "aborted",
    message: string,
  ) {
    super(message);
    this.name = "NoAnswer";
  }
}

export interface Upload {
  url: URL;
  headers: Record<string, string>;
  file: { path: string; size: number };
  timeoutMs: number;
  /** Called with the bytes that left so far. */
  onProgress?: (bytes: number) => void;
}

/** Sends a file as the body of a PUT, piece by piece. Throws `NoAnswer`. */
export async function putFile({ url, headers, file, timeoutMs, onProgress }: Upload): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { createReadStream } = await import("node:fs");
  try {
    return await exchange({ url, headers, timeoutMs }, file.size, signal, "PUT", (request) => {
      let sent = 0;
      const stream = createReadStream(file.path, { end: Math.max(0, file.size - 1) });
      stream.on("data", (piece) => {
        sent += piece.length;
        onProgress?.(sent);
      });
      stream.on("error", (error) => request.destroy(error));
      stream.pipe(request);
    });
  } catch (error) {
    if (signal.aborted) throw new NoAnswer("timeout", `no answer within ${timeoutMs / 1000} s`);
    throw noAnswer(error);
  }
}

/** One POST. Follows no redirect, since a key must not travel to an address nobody chose. Throws `NoAnswer`. */
export async function post(ask: Ask): Promise<Answer> {
  const deadline = AbortSignal.timeout(ask.timeoutMs);
  const signal = ask.signal ? AbortSignal.any([deadline, ask.signal]) : deadline;
  try {
    return await exchange(ask, Buffer.byteLength(ask.body), signal, "POST", (request) => request.end(ask.body));
  } catch (error) {
    if (ask.signal?.aborted) throw new NoAnswer("aborted", "aborted");
    if (deadline.aborted) throw new NoAnswer("timeout", `no answer within ${ask.timeoutMs / 1000} s`);
    throw noAnswer(error);
  }
}

type Destination = Pick<Ask, "url" | "headers" | "timeoutMs">;

async function exchange(
  ask: Destination,
  length: number,
  signal: AbortSignal,
  method: "POST" | "PUT",
  write: (request: ClientRequest) => void,
): Promise<Answer> {
  const { options, send } = await route(ask, length, signal);
  return new Promise((resolve, reject) => {
    const request = send({ ...options, method, signal }, (answer) => {
      collect(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
        reject,
      );
    });
    request.on("error", reject);
    write(request);
  });
}

type Send = typeof import("node:http").request;

/** Where the bytes go: straight, to a proxy (http), or through a tunnel of one (https). */
async function route(
  { url, headers }: Destination,
  length: number,
  signal: AbortSignal,
): Promise<{ options: RequestOptions; send: Send }> {
  const all = { ...headers, "content-length": String(length) };
  const proxy = proxyFor(url);
  const target = { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port, path: `${url.pathname}${url.search}` };
  if (url.protocol === "http:") {
    const { request } = await import("node:http");
    if (!proxy) return { send: request, options: { ...target, headers: { host: url.host, ...all } } };
    const through = { host: proxy.hostname, port: proxy.port || 80, path: url.href };
    return { send: request, options: { ...through, headers: { host: url.host, ...all, ...proxyHeaders(proxy) } } };
  }
  const { request } = await import("node:https");
  const options: RequestOptions = { ...target, headers: { host: url.host, ...all } };
  if (!proxy) return { send: request, options };
  const [{ connect }, socket] = await Promise.all([import("node:tls"), tunnel(proxy, url, signal)]);
  return {
    send: request,
    options: { ...options, agent: false, createConnection: () => connect({ socket, servername: target.host }) },
  };
}

async function collect(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error("the answer is larger than 64 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const REFUSED = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EACCES"]);
const UNKNOWN_HOST = new Set(["ENOTFOUND", "EAI_AGAIN"]);

function noAnswer(error: unknown): NoAnswer {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (REFUSED.has(code)) return new NoAnswer("refused", "connection refused");
  if (UNKNOWN_HOST.has(code)) return new NoAnswer("dns", "unknown host");
  return new NoAnswer("broken", error instanceof Error && error.message ? error.message : code || "connection broken");
}
