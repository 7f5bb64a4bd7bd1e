import "server-only";
import { type CallToolResult, ProtocolError } from "@modelcontextprotocol/server";
import type { Caller } from "@/lib/kernel/context";
import { isOperationError, type OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { isTenantOperation } from "@/lib/kernel/operation";
import type { ToolShelf } from "./tools";

/** JSON-RPC codes: https://www.jsonrpc.org/specification#error_object; −32001 is in the server's own range. */
const INVALID_PARAMS = -32602;
const UNAUTHORIZED = -32001;

/**
 * Runs one tool and wraps its answer. A refusal is a result with `isError`. An unknown tool, and a private one without a
 * key, are JSON-RPC errors: some clients look at nothing else, and drop `data`, so the next step stands in the message.
 */
export async function callTool(shelf: ToolShelf, caller: Caller, name: string, args: unknown): Promise<CallToolResult> {
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
    return toResult({ data, summary, renderType });
  } catch (error) {
    if (isOperationError(error)) return toErrorResult(error);
    throw error;
  }
}

function toResult(structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

function toErrorResult(error: OperationError): CallToolResult {
  return { ...toResult({ error: error.toBody() }), isError: true };
}
