import "server-only";
import { type IncomingMessage, type RequestListener, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { log } from "@/lib/kernel/log";
import { serveWeb } from "./bridge";
import {
  boundBody,
  boundTime,
  nameRequest,
  newRequestId,
  redirectToAppUrl,
  refuse,
  refuseForeignHost,
  vouchForPeer,
} from "./door";
import type { Traffic } from "./drain";
import type { Health, Vitals } from "./health";
import { answerMetrics } from "./metrics";
import { observeRequest } from "./observe";

const mcpPaths = new Set(["/mcp", "/api/mcp"]);

type Parts = {
  vitals: Vitals;
  traffic: Traffic;
  health: Health;
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Answers the MCP paths; when absent, the pages do. */
  mcp: ((request: Request) => Promise<Response>) | undefined;
};

/** The way of every request through the socket: id, health, host, address, body limit; then metrics, MCP or the pages. */
export function createListener({ vitals, traffic, health, pages, mcp }: Parts): RequestListener {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [pathname = ""] = (request.url ?? "").split("?", 1);
    if (!pathname.startsWith("/")) return refuse(response, 400, "bad_request", "The request's target is not a path.");
    if (await health.answer(pathname, response)) return;
    if (!vitals.started) return refuse(response, 503, "starting", "The server is starting; try again in a moment.");
    if (refuseForeignHost(request, response, pathname) || redirectToAppUrl(request, response, pathname)) return;
    if (boundBody(request, response, pathname)) return;
    boundTime(request, response, pathname);
    vouchForPeer(request);
    if (await answerMetrics(request, response, pathname)) return;
    if (mcp && mcpPaths.has(pathname)) return serveWeb(mcp, request, response);
    return pages(request, response);
  }

  return (request, response) => {
    // Node reports a client that leaves only where somebody listens, and asks a tick before it does: a reader that stops
    // listening in between would leave the report to nobody, and that ends the process.
    request.on("error", () => {});
    const id = nameRequest(request, response);
    traffic.follow(response);
    observeRequest(request, response, id, () => {
      answer(request, response).catch((error: unknown) => giveUp(request, response, id, error));
    });
  };
}

/** Ends a request that failed outside every handler. */
function giveUp(request: IncomingMessage, response: ServerResponse, requestId: string, error: unknown): void {
  // A client that left in the middle of its own request, or was refused there, is no fault of ours.
  if (response.writableEnded) return;
  if (request.destroyed && !request.complete) return void response.destroy();
  log().error({ err: error, requestId }, "A request failed outside every handler");
  if (response.headersSent) return void response.destroy();
  refuse(response, 500, "internal", `Something went wrong here; quote ${requestId} when you report it.`);
}

const statusOfParserError: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is not even HTTP, or too slow, or has headers too large. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const status = statusOfParserError[error.code ?? ""] ?? 400;
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `X-Request-Id: ${newRequestId()}`];
  socket.end([...head, "Connection: close", "Content-Length: 0", "", ""].join("\r\n"));
}
