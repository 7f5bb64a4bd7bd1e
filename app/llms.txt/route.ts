import { connection } from "next/server";
import { env } from "@/lib/env";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";

/** What an agent that was only given this site's address needs to know. */
export async function GET(): Promise<Response> {
  await connection();
  const { appUrl } = env();
  const text = `# FavCRM

> A self-hosted CRM that agents sign up for and operate over MCP. People watch and steer in the portal.

- MCP endpoint: ${mcpEndpoint()} (streamable HTTP; POST only)
- Sign up without a key: call register_organisation_request, ask the person for the 6 digits mailed to them, call register_organisation_verify.
- Then send the key as \`Authorization: Bearer <key>\`. Keep it in FAVCRM_API_KEY, outside source code. Never put it in a URL.
- First call with a key: get_workspace_overview.
- A refusal carries code, message and hint; the hint is the next step. Do not loop on rate_limited.

## Pages

- [Getting started](${appUrl}/docs)
- [Connect a client](${appUrl}/connect): lines for Claude Code, Cursor, VS Code, Codex, the CLI and plain HTTP
- [Tools](${appUrl}/docs/tools): every tool with its arguments
- [Leaked keys](${appUrl}/docs/leaks): kill a key at ${appUrl}/leaked
- [Server card](${appUrl}/.well-known/mcp/server-card.json)
`;
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}
