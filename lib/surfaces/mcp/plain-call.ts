import "server-only";
import { ProtocolError, SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/server";
import type { Caller } from "@/lib/kernel/context";
import { readyAnswer } from "../http/ready-answer";
import { runTool, type ToolAnswer } from "./call-tool";
import { toolShelf } from "./tools";

/** A tools/call of the 2025 protocols that asks nothing of the protocol but its answer. */
export interface PlainCall {
  id: string | number;
  name: string;
  args: unknown;
}

const MESSAGE_KEYS = new Set(["jsonrpc", "id", "method", "params"]);
const PARAMS_KEYS = new Set(["name", "arguments", "_meta"]);

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasOnly = (value: Json, keys: ReadonlySet<string>) => Object.keys(value).every((key) => keys.has(key));
const isToken = (value: unknown) => typeof value === "string" || Number.isSafeInteger(value);

/** The client's own remarks ask nothing of us; those that the protocol gives a sense to are left to the SDK. */
function isHarmless(meta: unknown): boolean {
  if (meta === undefined) return true;
  if (!isObject(meta) || Object.keys(meta).some((key) => key.startsWith("io.modelcontextprotocol/"))) return false;
  return meta.progressToken === undefined || isToken(meta.progressToken);
}

/**
 * The call in a message, or undefined when it is anything else, or could be answered otherwise by the SDK: an odd form, a
 * protocol version it does not know.
 */
export function plainCallIn(message: object, headers: Headers): PlainCall | undefined {
  const { jsonrpc, method, id, params } = message as Json;
  if (jsonrpc !== "2.0" || method !== "tools/call" || !isToken(id) || !isObject(params)) return undefined;
  if (!hasOnly(message as Json, MESSAGE_KEYS) || !hasOnly(params, PARAMS_KEYS) || !isHarmless(params._meta))
    return undefined;
  const { name, arguments: args } = params;
  if (typeof name !== "string" || (args !== undefined && !isObject(args))) return undefined;
  const version = headers.get("mcp-protocol-version");
  if (version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  return { id: id as string | number, name, args };
}

/**
 * Answers as the SDK would, without a protocol server, a transport and their checks of our own answer for each call
 * (docs/decisions/0019-a-plain-call-goes-straight.md). Throws what is neither a refusal nor a protocol error.
 */
export async function answerPlainCall({ id, name, args }: PlainCall, caller: Caller): Promise<Response> {
  const outcome = await runTool(toolShelf(), caller, name, args).then(resultText, errorText);
  const body = `{${outcome},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
  return readyAnswer([Buffer.from(body)], { "content-type": "application/json" });
}

/** The structure stands in the answer twice, as text and as it is, and is written once. */
function resultText({ content, isError }: ToolAnswer): string {
  const text = JSON.stringify(content);
  const mark = isError ? ',"isError":true' : "";
  return `"result":{"content":[{"type":"text","text":${JSON.stringify(text)}}],"structuredContent":${text}${mark}}`;
}

function errorText(error: unknown): string {
  if (!(error instanceof ProtocolError)) throw error;
  return `"error":${JSON.stringify({ code: error.code, message: error.message })}`;
}
