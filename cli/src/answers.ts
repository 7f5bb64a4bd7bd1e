import { CliError } from "./errors.ts";
import type { Answer, NoAnswer } from "./http.ts";
import { isObject, type JsonObject, text } from "./json.ts";

export interface Target {
  url: string;
  key: string | undefined;
  company: string | undefined;
  timeoutMs: number;
  version: string;
}

export interface ToolAnswer {
  /** The tool's own result. */
  data: unknown;
  /** One line for people. */
  summary: string | undefined;
  /** `table | record | stats | text | link …` */
  renderType: string | undefined;
}

export interface Tool {
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  annotations?: {
    readOnlyHint?: boolean;
    destructiveHint?: boolean;
    idempotentHint?: boolean;
    openWorldHint?: boolean;
  };
  _meta?: JsonObject;
}

/** Seconds or a date in `Retry-After`, as milliseconds from now. */
export function retryAfterMs(answer: Answer): number | undefined {
  const value = answer.headers["retry-after"];
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

/** The JSON-RPC message in an answer, whether it came as JSON or as one event. */
export function messageIn(answer: Answer): JsonObject | undefined {
  const isEvents = answer.headers["content-type"]?.includes("text/event-stream");
  const bodies = isEvents ? eventsIn(answer.body) : [answer.body];
  for (const body of bodies.reverse()) {
    try {
      const message: unknown = JSON.parse(body);
      if (isObject(message) && ("result" in message || "error" in message)) return message;
    } catch {}
  }
  return undefined;
}

/** The data of each server-sent event. */
export function eventsIn(stream: string): string[] {
  const events = stream.split(/\r?\n\r?\n/);
  const dataOf = (event: string) =>
    event.split(/\r?\n/).flatMap((line) => (line.startsWith("data:") ? [line.slice(5).trimStart()] : []));
  return events.map((event) => dataOf(event).join("\n")).filter(Boolean);
}

/** The result in an answer. Throws what went wrong on the way: a refused key, a protocol error, an HTTP failure. */
export function resultOf(answer: Answer, target: Target): unknown {
  if (answer.status === 401) throw keyRefused(target);
  const message = messageIn(answer);
  if (message && isObject(message.error)) throw rpcFailure(message.error, answer);
  if (message && answer.status < 400) return message.result;
  throw httpFailure(answer, target);
}

function keyRefused(target: Target): CliError {
  const message = target.key ? "The key was refused: it is unknown, expired or revoked." : "The server asks for a key.";
  return new CliError({
    code: "key_refused",
    message,
    hint: "Make a key in the portal (Settings → MCP Keys), then `favcrm login`.",
  });
}

const RPC_CODES: Record<string, string> = {
  "-32001": "unauthenticated",
  "-32602": "invalid_params",
  "-32601": "unknown_method",
};

function rpcFailure(error: JsonObject, answer: Answer): CliError {
  const data = isObject(error.data) ? error.data : {};
  const code = text(data, "code") ?? RPC_CODES[String(error.code)] ?? "rpc_error";
  const wait = retryAfterMs(answer);
  const hint =
    text(data, "hint") ??
    (code === "unauthenticated" ? "Sign up with `favcrm signup`, or save a key with `favcrm login`." : undefined);
  const details = {
    ...(isObject(data.details) ? data.details : {}),
    ...(wait === undefined ? {} : { retryAfterSeconds: Math.ceil(wait / 1000) }),
  };
  return new CliError({
    code,
    message: text(error, "message") ?? "The server reported an error without a message.",
    ...(hint ? { hint } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  });
}

function httpFailure(answer: Answer, target: Target): CliError {
  const wait = retryAfterMs(answer);
  const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000);
  const later = seconds === undefined ? "Try again in a moment." : `Try again in ${seconds} s.`;
  const details = { status: answer.status, ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }) };
  if (answer.status === 429)
    return new CliError({
      code: "rate_limited",
      message: "The server limits the number of calls.",
      hint: later,
      details,
    });
  if (answer.status >= 500) {
    const id = answer.headers["x-request-id"];
    const message = `The server failed (HTTP ${answer.status}${id ? `, request ${id}` : ""}).`;
    return new CliError({ code: "unavailable", message, hint: later, details });
  }
  if (answer.status >= 300 && answer.status < 400) {
    const message = `${target.url} redirects to ${answer.headers.location ?? "elsewhere"}; a key is not sent after a redirect.`;
    return new CliError({ code: "redirected", message, hint: "Give the final address with --url.", details });
  }
  const message = `${target.url} does not answer like an MCP endpoint (HTTP ${answer.status}).`;
  return new CliError({
    code: "not_an_endpoint",
    message,
    hint: "Check the address: it usually ends in /mcp.",
    details,
  });
}

/** No answer came at all. */
export function unreachable(error: NoAnswer, target: Target, isRead: boolean): CliError {
  const unsure =
    isRead || error.reason === "refused" || error.reason === "dns"
      ? ""
      : " The call may have been carried out: look before you repeat it.";
  const message = `No answer from ${target.url}: ${error.message}.${unsure}`;
  const hint = "Is the server running (`npm start`)? Another address: --url or FAVCRM_MCP_URL.";
  return new CliError({ code: error.reason === "timeout" ? "timed_out" : "unreachable", message, hint });
}

/** A tool's answer, from `structuredContent.data`, else `structuredContent`, else the first text. */
export function toolAnswer(result: unknown): ToolAnswer {
  const structured = isObject(result) ? result.structuredContent : undefined;
  if (isObject(structured) && "data" in structured) {
    return { data: structured.data, summary: text(structured, "summary"), renderType: text(structured, "renderType") };
  }
  return { data: structured ?? firstText(result) ?? null, summary: undefined, renderType: undefined };
}

/** The structured error of a call that the tool itself refused. */
export function toolFailure(result: JsonObject): CliError {
  const structured = isObject(result.structuredContent) ? result.structuredContent : firstText(result);
  const error = isObject(structured) && isObject(structured.error) ? structured.error : {};
  const hint = text(error, "hint");
  return new CliError({
    code: text(error, "code") ?? "failed",
    message:
      text(error, "message") ?? (typeof structured === "string" ? structured : "The tool failed without saying why."),
    ...(hint ? { hint } : {}),
    ...(isObject(error.details) ? { details: error.details } : {}),
  });
}

/** The first text of a result, parsed when it is JSON. */
function firstText(result: unknown): unknown {
  const content = isObject(result) && Array.isArray(result.content) ? result.content : [];
  const found = content.map((part) => text(part, "text")).find((part) => part !== undefined);
  if (found === undefined) return undefined;
  try {
    return JSON.parse(found);
  } catch {
    return found;
  }
}
