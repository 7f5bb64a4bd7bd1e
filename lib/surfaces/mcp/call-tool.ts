import "server-only";
import { type CallToolResult, ProtocolError } from "@modelcontextprotocol/server";
import type { Caller } from "@/lib/kernel/context";
import { isOperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { isTenantOperation } from "@/lib/kernel/operation";
import type { ToolShelf } from "./tools";

/** JSON-RPC codes: https://www.jsonrpc.org/specification#error_object; −32001 is in the server's own range. */
const INVALID_PARAMS = -32602;
const UNAUTHORIZED = -32001;

/** What a tool answered: `{ data, summary, renderType }`, or `{ error }` for a refusal. */
export interface ToolAnswer {
  content: Record<string, unknown>;
  isError: boolean;
}

/**
 * Runs one tool. A refusal is an answer with `isError`. An unknown tool, and a private one without a key, are JSON-RPC errors:
 * some clients look at nothing else, and drop `data`, so the next step stands in the message. Throws ProtocolError.
 */
export async function runTool(shelf: ToolShelf, caller: Caller, name: string, args: unknown): Promise<ToolAnswer> {
  const operation = shelf.byName.get(name);
  if (!operation) {
    throw new ProtocolError(
      INVALID_PARAMS,
      `Unknown tool "${name.slice(0, 60)}". Call tools/list to see the tools there are.`,
    );
  }
  if (caller.actor.type === "anonymous" && isTenantOperation(operation)) {
    throw new ProtocolError(
      UNAUTHORIZED,
      `${name} needs an API key: send "Authorization: Bearer <key>". No key yet? Call register_organisation_request, ask the user for the mailed code, then call register_organisation_verify.`,
    );
  }
  try {
    const { data, summary, renderType } = await execute(operation, caller, args);
    return { content: { data, summary, renderType }, isError: false };
  } catch (error) {
    if (isOperationError(error)) return { content: { error: error.toBody() }, isError: true };
    throw error;
  }
}

/** The same as the SDK wants it. */
export async function callTool(shelf: ToolShelf, caller: Caller, name: string, args: unknown): Promise<CallToolResult> {
  const { content, isError } = await runTool(shelf, caller, name, args);
  const result = { content: [{ type: "text" as const, text: JSON.stringify(content) }], structuredContent: content };
  return isError ? { ...result, isError } : result;
}
