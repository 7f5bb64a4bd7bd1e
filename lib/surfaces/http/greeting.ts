import "server-only";
import { env } from "@/lib/env";

function mailLine(): string {
  const { mailTransport, mailFrom, isLoopbackBind, appUrl } = env();
  if (mailTransport !== "outbox") return `sent through ${mailTransport} as ${mailFrom}`;
  const page = isLoopbackBind ? `${appUrl}/outbox, and ` : "";
  return `kept here, sent to nobody: ${page}codes are printed in this terminal`;
}

/** The block that tells a person, once the server answers, where everything is. */
export function greeting(seconds: string): string {
  const { appUrl, role } = env();
  if (role === "worker") return `\n  FavCRM works through mail and jobs (${seconds} s)\n`;
  const mcp = `${appUrl}/mcp`;
  return [
    "",
    `  FavCRM is ready (${seconds} s)`,
    "",
    `  Portal       ${appUrl}`,
    `  MCP          ${mcp}`,
    `  Claude Code  claude mcp add --transport http favcrm ${mcp}`,
    `  Cursor       ~/.cursor/mcp.json: {"mcpServers":{"favcrm":{"url":"${mcp}"}}}`,
    `  CLI          npx -y ${appUrl}/cli.tgz --url ${mcp} doctor`,
    `  Mail         ${mailLine()}`,
    "",
  ].join("\n");
}
