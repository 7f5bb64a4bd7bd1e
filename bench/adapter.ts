// The SDK's own adapter for node:http, as its README shows it, with schemas that are made once and Prisma behind the tools.
// usage: node adapter.mjs '{"databaseUrl":…}'; prints its port.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  localhostHostValidation,
  localhostOriginValidation,
  NodeStreamableHTTPServerTransport,
} from "@modelcontextprotocol/node";
import { type AuthInfo, McpServer } from "@modelcontextprotocol/server";
import { operations } from "@/lib/operations";
import { openPrismaTools } from "./usual/prisma-tools";
import { configOf } from "./usual/tool-configs";

const { databaseUrl } = JSON.parse(process.argv[2] ?? "{}") as Record<string, string>;
const { verifyToken, callTool } = openPrismaTools(databaseUrl ?? "");
const isHostKnown = localhostHostValidation();
const isOriginKnown = localhostOriginValidation();
const configs = operations.map((operation) => ({
  name: operation.name,
  config: configOf(operation, operation.input, operation.output),
}));

function openServer(): McpServer {
  const server = new McpServer({ name: "adapter", version: "1.0.0" });
  for (const { name, config } of configs) {
    server.registerTool(name, config, (args, { http }) => callTool(name, args, http?.authInfo));
  }
  return server;
}

const server = createServer(async (request: IncomingMessage & { auth?: AuthInfo }, response) => {
  if (!isHostKnown(request, response) || !isOriginKnown(request, response)) return;
  const auth = await verifyToken(request.headers.authorization?.slice("Bearer ".length));
  if (auth) request.auth = auth;
  const mcp = openServer();
  const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.once("close", () => void mcp.close());
  await mcp.connect(transport);
  await transport.handleRequest(request, response);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
