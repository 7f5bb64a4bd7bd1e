import { serverCard } from "@/lib/surfaces/mcp/server-card";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json(serverCard());
}
