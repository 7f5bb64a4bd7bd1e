import "server-only";
import { env } from "@/lib/env";

/** The address agents connect to. */
export function mcpEndpoint(): string {
  return `${env().appUrl}/mcp`;
}
