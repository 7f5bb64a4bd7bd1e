import { createMcpHandler, withMcpAuth } from "mcp-handler";
import { operations } from "@/lib/operations";
import { fresh } from "../../../usual/fresh";
import { openPrismaTools } from "../../../usual/prisma-tools";
import { configOf } from "../../../usual/tool-configs";
import { databaseUrl } from "../../settings";

export const dynamic = "force-dynamic";

let opened: ReturnType<typeof openPrismaTools> | undefined;
function tools() {
  opened ??= openPrismaTools(databaseUrl);
  return opened;
}

/** The usual way, as mcp-handler documents it: every request registers every tool, Prisma reads with a `where`. */
const handler = createMcpHandler(
  (server) => {
    for (const operation of operations) {
      const config = configOf(operation, fresh(operation.input), fresh(operation.output));
      server.registerTool(operation.name, config, (args, { http }) =>
        tools().callTool(operation.name, args, http?.authInfo),
      );
    }
  },
  { serverInfo: { name: "usual", version: "1.0.0" } },
);

export const POST = withMcpAuth(handler, (_request, token) => tools().verifyToken(token), { required: false });
