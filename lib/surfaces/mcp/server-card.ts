import "server-only";
import { env } from "@/lib/env";
import { INSTRUCTIONS, SERVER_INFO } from "./server";
import { toolShelf } from "./tools";

/** What a directory or a client can know of this server before it connects: names, versions, where, and the tools. */
export function serverCard() {
  return {
    serverInfo: SERVER_INFO,
    instructions: INSTRUCTIONS,
    transport: { type: "streamable-http", endpoint: `${env().appUrl}/mcp` },
    protocolVersions: ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"],
    authentication: { required: false, schemes: ["bearer"] },
    tools: toolShelf().tools.map(({ name, title, description, annotations }) => ({
      name,
      title,
      description,
      annotations,
    })),
  };
}
