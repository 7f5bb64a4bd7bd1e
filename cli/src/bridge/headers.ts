import { isObject, type JsonObject } from "../json.ts";
import { VERSION } from "../version.ts";

const VERSION_CLAIM = "io.modelcontextprotocol/protocolVersion";

/** What the HTTP binding wants beside the body: since 2026-07-28 version, method and name are repeated in headers. */
export function headersFor(
  message: JsonObject,
  key: string | undefined,
  company: string | undefined,
): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "user-agent": `favcrm-bridge/${VERSION} node/${process.versions.node}`,
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(company ? { "x-company-id": company } : {}),
    ...protocolHeaders(message),
  };
}

function protocolHeaders({ method, params }: JsonObject): Record<string, string> {
  const meta = isObject(params) && isObject(params._meta) ? params._meta : {};
  const version = meta[VERSION_CLAIM];
  if (typeof version !== "string" || typeof method !== "string") return {};
  const name = isObject(params) ? (params.name ?? params.uri) : undefined;
  const named = ["tools/call", "prompts/get", "resources/read"].includes(method) && typeof name === "string";
  return { "mcp-protocol-version": version, "mcp-method": method, ...(named ? { "mcp-name": headerText(name) } : {}) };
}

/** Text that a header cannot carry travels as `=?base64?…?=`. */
function headerText(value: string): string {
  const plain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith("=?base64?");
  return plain ? value : `=?base64?${Buffer.from(value).toString("base64")}?=`;
}
