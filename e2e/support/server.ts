import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { randomMailbox } from "./workspace";

/** Where the built server of this run listens; e2e/setup/server.ts started it. */
export function serverUrl(): string {
  const url = process.env.FAVCRM_TEST_URL;
  if (!url) throw new Error("FAVCRM_TEST_URL is unset: run this suite in the e2e project");
  return url;
}

/** A server under test: the shared one unless a suite started its own. */
export interface Target {
  url?: string;
  key?: string;
  /** Where its local outbox can be read, when that is another door. */
  mailUrl?: string;
  headers?: Record<string, string>;
}

export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

export interface ToolError {
  code: string;
  kind: string;
  message: string;
  hint: string;
  details?: Record<string, unknown>;
}

export interface ToolResult {
  isError?: boolean;
  content: { type: string; text: string }[];
  structuredContent: { data?: unknown; summary?: string; renderType?: string; error?: ToolError };
}

export interface RpcAnswer<Result = unknown> {
  jsonrpc: "2.0";
  id: number | string | null;
  result?: Result;
  error?: RpcError;
}

const PLAIN = { "content-type": "application/json", accept: "application/json, text/event-stream" };

function headersOf({ key, headers }: Target): Record<string, string> {
  return { ...PLAIN, ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers };
}

/** One POST to the endpoint as a bare client sends it; `body` is JSON text or what becomes it. */
export function post(body: unknown, target: Target = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(`${target.url ?? serverUrl()}/mcp`, { method: "POST", headers: headersOf(target), body: text });
}

/** One JSON-RPC request without any handshake; the answer's body. */
export async function rpc<Result>(method: string, params?: unknown, target: Target = {}): Promise<RpcAnswer<Result>> {
  const response = await post({ jsonrpc: "2.0", id: 1, method, ...(params === undefined ? {} : { params }) }, target);
  return (await response.json()) as RpcAnswer<Result>;
}

/** Calls a tool the bare way and answers its result; fails the test on a JSON-RPC error. */
export async function callTool(name: string, args: object = {}, target: Target = {}): Promise<ToolResult> {
  const answer = await rpc<ToolResult>("tools/call", { name, arguments: args }, target);
  expect(answer.error, `${name} was answered with a JSON-RPC error`).toBeUndefined();
  return answer.result as ToolResult;
}

/** The `data` of a successful call. */
export async function dataOf<Data = Record<string, unknown>>(
  name: string,
  args: object = {},
  target: Target = {},
): Promise<Data> {
  const { structuredContent, isError } = await callTool(name, args, target);
  expect(isError, JSON.stringify(structuredContent.error)).toBeUndefined();
  return structuredContent.data as Data;
}

/** The refusal of a call that must not succeed. */
export async function errorOf(name: string, args: object = {}, target: Target = {}): Promise<ToolError> {
  const { structuredContent, isError } = await callTool(name, args, target);
  expect(isError, JSON.stringify(structuredContent)).toBe(true);
  return structuredContent.error as ToolError;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request with headers that fetch forbids, such as Host; header values may be lists, which are sent one by one. */
export async function raw(
  path: string,
  options: { url?: string; method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
): Promise<RawAnswer> {
  const { url = serverUrl(), method = "POST", headers = PLAIN, body } = options;
  const sent = request(new URL(path, url), { method, headers });
  sent.end(body);
  const [response] = await once(sent, "response");
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString("utf8") };
}

interface OutboxMail {
  to: string;
  subject: string;
  text: string;
  code: string | null;
}

/** The mails to `address` in the server's local outbox, newest first. */
export async function mailsTo(address: string, url = serverUrl()): Promise<OutboxMail[]> {
  const response = await fetch(`${url}/api/outbox?to=${encodeURIComponent(address)}`);
  const { items } = (await response.json()) as { items: OutboxMail[] };
  return items;
}

/** The code that was mailed to `address`, once the mail is there. */
export async function mailedCode(address: string, url = serverUrl()): Promise<string> {
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const mail = (await mailsTo(address, url)).find(({ code }) => code);
    if (mail?.code) return mail.code;
    await sleep(40);
  }
  throw new Error(`No code was mailed to ${address}`);
}

export interface Registration {
  email: string;
  requestId: string;
  organisationId: string;
  companyId: string;
  userId: string;
  apiKey: string;
}

/** Signs a business up the way an agent does: request, code from the mail, verify. */
export async function register(organisationName = "Stretch + Breathe", target: Target = {}): Promise<Registration> {
  const email = randomMailbox();
  const asked = { email, organisationName, industry: "fitness", country: "HK" };
  const { requestId } = await dataOf<{ requestId: string }>("register_organisation_request", asked, target);
  const code = await mailedCode(email, target.mailUrl ?? target.url);
  const made = await dataOf<Registration>("register_organisation_verify", { requestId, code }, target);
  return { ...made, email, requestId };
}
