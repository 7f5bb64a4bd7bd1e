import "server-only";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { FORWARDED_MARK, PEER_HEADER, peerToken } from "@/lib/auth/client-address";
import { env, isLoopbackHost } from "@/lib/env";
import { MOST_FILE_BYTES } from "@/lib/operations/imports/upload";

/** Largest request body in bytes. */
export const BODY_LIMIT = 1_048_576;
/** Files of customers are larger; the form around one takes a little more. */
const FILE_LIMIT = MOST_FILE_BYTES + 65_536;
/** How long an ordinary request may take to arrive; a file has as long as the server's own limit. */
const ARRIVAL_MS = 30_000;

const isFilePath = (pathname: string) => /^\/api\/uploads(\/|$)/.test(pathname);

// A key would go into logs and audit rows under this name.
const saneRequestId = /^(?!.*fav_mcp_)[A-Za-z0-9._-]{8,64}$/;
const notPages = /^\/(mcp$|api\/|_next\/|\.well-known\/|healthz$|readyz$|metrics$)/;
// These pretend not to exist for anybody who did not come straight from this machine.
const hiddenFromStrangers = /^\/((api\/)?outbox(\/|$)|metrics$)/;

/** Answers with a small JSON error and ends the exchange. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = JSON.stringify({ error: { code, message } });
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(body);
}

/** A fresh request id, for answers to what never became a request too. */
export function newRequestId(): string {
  return `req_${randomBytes(12).toString("hex")}`;
}

/** Gives the request its id (a sane one from the caller is kept) and promises it in the answer. */
export function nameRequest(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && saneRequestId.test(given) ? given : newRequestId();
  request.headers["x-request-id"] = id;
  response.setHeader("X-Request-Id", id);
  return id;
}

/**
 * Replaces whatever the caller claims about its address by what the socket says, and marks a request that came with a
 * forwarding header: Next fills those in later, after which a forged one and its own look alike.
 */
export function vouchForPeer(request: IncomingMessage): void {
  const isForwarded = Object.keys(request.headers).some(
    (name) => name === "forwarded" || name.startsWith("x-forwarded"),
  );
  const mark = isForwarded ? ` ${FORWARDED_MARK}` : "";
  request.headers[PEER_HEADER] = `${peerToken()} ${request.socket.remoteAddress ?? ""}${mark}`;
}

function hostName(request: IncomingMessage): string {
  const host = request.headers.host ?? "";
  return host.replace(/:\d+$/, "");
}

/**
 * On a loopback bind only this machine's names and APP_URL's are answered to: any other Host comes from a page that
 * rebound its own name to us. Answers and returns true when the request is refused.
 */
export function refuseForeignHost(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
  const { appUrl, isLoopbackBind } = env();
  if (!isLoopbackBind || isLoopbackHost(hostName(request)) || request.headers.host === new URL(appUrl).host)
    return false;
  if (hiddenFromStrangers.test(pathname)) refuse(response, 404, "not_found", "There is nothing here.");
  else
    refuse(
      response,
      403,
      "foreign_host",
      `This server answers to ${appUrl} only; set APP_URL to give it another name.`,
    );
  return true;
}

/**
 * Sends pages opened at 127.0.0.1 to the name in APP_URL: passkeys and cookies belong to a name, not to an address.
 * A public APP_URL is left alone, because a proxy in front may well say 127.0.0.1 itself.
 */
export function redirectToAppUrl(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
  const { appUrl } = env();
  const { host, hostname } = new URL(appUrl);
  // Next fetches the page after an action's redirect from itself, by its own address; a redirect would lose the cookie.
  const isNextItself = request.headers.rsc !== undefined;
  const isPage = (request.method === "GET" || request.method === "HEAD") && !notPages.test(pathname) && !isNextItself;
  if (!isPage || !isLoopbackHost(hostname) || request.headers.host === host) return false;
  response.writeHead(307, { location: `${appUrl}${request.url?.startsWith("/") ? request.url : "/"}` }).end();
  return true;
}

function tooLarge(request: IncomingMessage, response: ServerResponse, limit: number): void {
  if (!response.headersSent) {
    response.setHeader("Connection", "close");
    refuse(response, 413, "body_too_large", `A request body may have at most ${limit} bytes.`);
  }
  request.unpipe();
  // The rest is not worth reading; the pause lets the answer leave before the connection does.
  setTimeout(() => request.destroy(), 100).unref();
}

/**
 * Bounds the body, whether its length was announced or not. Answers 413 and returns true when it is refused at once;
 * a body that grows too long later is answered the same way while it arrives.
 */
export function boundBody(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
  const limit = isFilePath(pathname) ? FILE_LIMIT : BODY_LIMIT;
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    tooLarge(request, response, limit);
    return true;
  }
  if (!request.headers["transfer-encoding"]) return false;
  let received = 0;
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    received += chunk?.length ?? 0;
    if (received <= limit) return push(chunk, encoding);
    if (!request.destroyed && received - (chunk?.length ?? 0) <= limit) tooLarge(request, response, limit);
    return false;
  };
  return false;
}

/** Cuts off a request that does not arrive in time; only files of customers may take longer. */
export function boundTime(request: IncomingMessage, response: ServerResponse, pathname: string): void {
  if (isFilePath(pathname)) return;
  const timer = setTimeout(() => {
    if (request.complete) return;
    if (!response.headersSent) {
      response.setHeader("Connection", "close");
      refuse(response, 408, "too_slow", "The request did not arrive in time.");
    }
    setTimeout(() => request.destroy(), 100).unref();
  }, ARRIVAL_MS);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
}
