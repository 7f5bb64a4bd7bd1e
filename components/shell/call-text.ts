/** A call as a line for the shell; the JSON is quoted for POSIX shells. */
export function cliLine(tool: string, args: Record<string, unknown>): string {
  const json = JSON.stringify(args);
  return json === "{}" ? `favcrm tool call ${tool}` : `favcrm tool call ${tool} '${json.replaceAll("'", `'\\''`)}'`;
}

/** A call as the JSON-RPC body that is posted to the endpoint. */
export function mcpCall(tool: string, args: Record<string, unknown>): string {
  return JSON.stringify(
    { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool, arguments: args } },
    null,
    2,
  );
}
