import "server-only";
import { isJsonContentType, isLegacyRequest } from "@modelcontextprotocol/server";
import { authenticateKey, originOf, type Refusal } from "@/lib/auth/authenticate";
import { ALL_SCOPES } from "@/lib/auth/scopes";
import { env, isLoopbackHost } from "@/lib/env";
import type { Caller } from "@/lib/kernel/context";
import { fromDatabaseError } from "@/lib/kernel/database-errors";
import { log } from "@/lib/kernel/log";
import { readyAnswer } from "../http/ready-answer";
import { answerPlainCall, plainCallIn } from "./plain-call";
import { readJsonBody } from "./read-body";
import { isStreamOnly, serveLegacy, serveModern } from "./server";
import { toolShelf } from "./tools";

/**
 * The MCP endpoint: one web request in, one answer out. Called by the route handler and, on our own hosts, by server.ts
 * directly. Order: address checks, key, body, protocol. Never throws.
 */
export async function handleMcp(request: Request): Promise<Response> {
  const { requestId } = originOf(request, "mcp");
  const response = await answer(request).catch((error: unknown) => toFailure(error, requestId));
  response.headers.set("x-request-id", requestId);
  response.headers.set("cache-control", "no-store");
  return response;
}

async function answer(request: Request): Promise<Response> {
  if (!isKnownHost(request)) return rpcError(403, -32000, "This Host is not served here.");
  if (!isOwnOrigin(request)) return rpcError(403, -32000, "Requests from this Origin are not allowed.");
  const caller = await authenticateKey(request);
  if (typeof caller === "string") return refuse(caller);
  if (request.method !== "POST")
    return rpcError(405, -32000, "Method not allowed: POST JSON-RPC here.", { allow: "POST" });
  if (!isJsonContentType(request.headers.get("content-type"))) {
    return rpcError(415, -32000, "Content-Type must be application/json.");
  }
  const body = await readJsonBody(request);
  if ("problem" in body) return rpcError(body.problem.status, body.problem.code, body.problem.message);
  return dispatch(request, body.json, caller);
}

async function dispatch(request: Request, json: unknown, caller: Caller): Promise<Response> {
  if (Array.isArray(json))
    return rpcError(400, -32600, "Batches are not supported: send one JSON-RPC message a request.");
  if (typeof json !== "object" || json === null) return rpcError(400, -32600, "The body must be one JSON-RPC object.");
  const { id } = json as { id?: unknown };
  if (!(await isLegacyRequest(request, json))) return serveModern(request, json, caller);
  if (isPlainListing(json, caller)) return listing(id);
  const call = isStreamOnly(request.headers) ? undefined : plainCallIn(json, request.headers);
  return call ? answerPlainCall(call, caller) : serveLegacy(request, json, caller);
}

const END_OF_OBJECT = Buffer.from("}");

/** tools/list for a caller who sees everything: the body was rendered when the process started. */
function isPlainListing(json: object, caller: Caller): boolean {
  const { jsonrpc, method, id, params } = json as Record<string, unknown>;
  const isCall = jsonrpc === "2.0" && method === "tools/list" && (typeof id === "string" || Number.isSafeInteger(id));
  const isUnfiltered = caller.actor.type === "anonymous" || caller.scopes.size === ALL_SCOPES.length;
  return isCall && isUnfiltered && (params === undefined || isEmptyObject(params));
}

function listing(id: unknown): Response {
  const head = Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`);
  return readyAnswer([head, toolShelf().listBytes, END_OF_OBJECT], { "content-type": "application/json" });
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** A browser page of somebody else must not reach an agent's endpoint; clients that are no browsers send no Origin. */
function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin === null || origin === env().appUrl || (isLoopbackOrigin(origin) && env().isLoopbackBind);
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname);
}

/** On a loopback bind only loopback names reach us honestly; any other Host is a page that rebound its name to us. */
function isKnownHost(request: Request): boolean {
  const { hostname } = new URL(request.url);
  return !env().isLoopbackBind || isLoopbackHost(hostname) || hostname === new URL(env().appUrl).hostname;
}

const REFUSALS: Record<Refusal, { status: number; message: string }> = {
  invalid_token: {
    status: 401,
    message:
      "This API key is not valid (unknown, expired or revoked). Create a new one in the portal under Settings → MCP Keys, or remove the Authorization header to sign up with register_organisation_request.",
  },
  masked_key: {
    status: 401,
    message:
      "This is the masked form of an API key, for people to recognise it by. The whole key was in apiKey when it was made, and cannot be shown again; rotate_api_key makes a new one.",
  },
  key_in_url: {
    status: 401,
    message:
      "Keys are not accepted in the URL, where logs keep them. Send the header Authorization: Bearer <key>, and rotate this key.",
  },
  address_not_allowed: { status: 403, message: "This API key may not be used from this address." },
  unknown_company: {
    status: 404,
    message: "X-Company-Id names no company of this organisation; list_my_companies shows them.",
  },
};

function refuse(refusal: Refusal): Response {
  const { status, message } = REFUSALS[refusal];
  const challenge = status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : undefined;
  return rpcError(status, -32001, message, challenge);
}

function rpcError(status: number, code: number, message: string, headers?: Record<string, string>): Response {
  return Response.json(
    { jsonrpc: "2.0", id: null, error: { code, message } },
    { status, ...(headers ? { headers } : {}) },
  );
}

function toFailure(error: unknown, requestId: string): Response {
  const known = fromDatabaseError(error);
  if (known?.kind === "unavailable") {
    log().warn({ err: error, requestId }, "database unavailable");
    return rpcError(503, -32000, `${known.message} ${known.hint}`, { "retry-after": "2" });
  }
  log().error({ err: error, requestId }, "mcp request failed");
  return rpcError(500, -32603, `Something went wrong on our side (request ${requestId}).`);
}
