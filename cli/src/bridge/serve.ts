import type { Context } from "../context.ts";
import { isObject } from "../json.ts";
import { Bridge } from "./bridge.ts";
import { linesOf } from "./lines.ts";

/**
 * Runs the bridge: JSON-RPC lines on standard input are forwarded to the endpoint, answers come back as lines on standard
 * output. Ends when the client closes standard input and everything is answered.
 */
export async function serveBridge(context: Context): Promise<void> {
  const bridge = new Bridge(context, (message) => void process.stdout.write(`${JSON.stringify(message)}\n`));
  if (process.stdin.isTTY)
    context.out.note("favcrm mcp speaks JSON-RPC with an MCP client. To set one up: favcrm mcp install --client …");
  const running = new Set<Promise<void>>();
  for await (const line of linesOf(process.stdin)) {
    const work = handleLine(bridge, line).finally(() => running.delete(work));
    running.add(work);
  }
  await Promise.all(running);
}

async function handleLine(bridge: Bridge, line: string): Promise<void> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return bridge.fail(null, -32700, "This line is not JSON.");
  }
  if (!isObject(message)) return bridge.fail(null, -32600, "One JSON-RPC object a line; batches are not accepted.");
  await bridge.handle(message);
}
