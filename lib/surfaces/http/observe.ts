import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SpanStatusCode } from "@opentelemetry/api";
import { httpRequests } from "@/lib/telemetry/instruments";
import { tracedRequest } from "@/lib/telemetry/trace";
import { isEventStream } from "./drain";

/** Kinds of routes: few, whatever anybody asks for, and without the ids and tokens that addresses hold. */
const KINDS: [kind: string, paths: RegExp][] = [
  ["mcp", /^\/(api\/)?mcp$/],
  ["probe", /^\/(healthz|readyz|metrics)$/],
  ["asset", /^\/(_next\/|icon\.svg$|favicon\.ico$)/],
  ["api", /^\/(api|\.well-known)\//],
];

function routeKindOf(pathname: string): string {
  return KINDS.find(([, paths]) => paths.test(pathname))?.[0] ?? "page";
}

/** Counts and traces one request from here until its answer has left or its client has. */
export function observeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  work: () => void,
): void {
  const startedAt = performance.now();
  const method = request.method ?? "";
  const kind = routeKindOf((request.url ?? "").split("?", 1)[0] ?? "");
  const attributes = { "http.request.method": method, "favcrm.route": kind, "favcrm.request_id": requestId };
  const { span } = tracedRequest(`${method} ${kind}`, attributes, work);
  response.once("close", () => {
    const route = isEventStream(response) ? "stream" : kind;
    const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : "aborted";
    httpRequests.record([route, method, status], (performance.now() - startedAt) / 1_000);
    span.setAttribute("http.response.status_code", response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
