import { amendEnvironment, env } from "@/lib/env";
import { handleMcp } from "@/lib/surfaces/mcp/handler";
import { databaseUrl } from "../../settings";

export const dynamic = "force-dynamic";

/** The product's own handler behind a Next route, as on hosts that run no server of ours. */
export function POST(request: Request): Promise<Response> {
  if (!env().databaseUrl) amendEnvironment({ databaseUrl, databaseDirectUrl: databaseUrl });
  return handleMcp(request);
}
