import { homedir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../json.ts";
import type { ClientName } from "./client-names.ts";

/** `bridge`: the client starts this command; `env`: it connects itself, with the key from FAVCRM_API_KEY. */
export type Form = "bridge" | "env";

export interface Launch {
  command: string;
  args: string[];
}

export interface ClientConfig {
  path: string;
  format: "json" | "toml";
  /** Where the server's entry stands in the file. */
  at: string[];
  entry: JsonObject;
  /** What the person does next. */
  nextStep: string;
}

const NAME = "favcrm";
const VARIABLE = "FAVCRM_API_KEY";

/** The file and the entry for a client. Throws nothing; holds no key in any form. */
export function clientConfig(
  client: ClientName,
  form: Form,
  project: boolean,
  url: string,
  launch: Launch,
): ClientConfig {
  const path = project ? projectPath(client) : userPath(client);
  const remember = form === "env" ? ` Set ${VARIABLE} where the client starts.` : "";
  if (client === "codex")
    return {
      path,
      format: "toml",
      at: ["mcp_servers", NAME],
      entry: codexEntry(form, url, launch),
      nextStep: `Restart Codex.${remember}`,
    };
  if (client === "vscode")
    return {
      path,
      format: "json",
      at: ["servers", NAME],
      entry: vscodeEntry(form, url, launch),
      nextStep: vscodeNextStep(form),
    };
  const entry = form === "bridge" ? bridgeEntry(client, launch) : remoteEntry(client, url);
  return { path, format: "json", at: ["mcpServers", NAME], entry, nextStep: `${NEXT_STEPS[client]}${remember}` };
}

const NEXT_STEPS: Record<Exclude<ClientName, "codex" | "vscode">, string> = {
  "claude-code": "Start a new Claude Code session; /mcp shows the connection.",
  "claude-desktop": "Quit and reopen Claude Desktop.",
  cursor: "Cursor picks it up under Settings → MCP.",
};

function vscodeNextStep(form: Form): string {
  return form === "env"
    ? `Start VS Code from a shell that has ${VARIABLE} set.`
    : "Run “MCP: List Servers” in VS Code and start favcrm.";
}

/** Files in a project are shared, so they name no path of this machine and no key. */
function projectPath(client: ClientName): string | never {
  const files: Partial<Record<ClientName, string>> = {
    "claude-code": ".mcp.json",
    cursor: ".cursor/mcp.json",
    vscode: ".vscode/mcp.json",
    codex: ".codex/config.toml",
  };
  return join(process.cwd(), files[client] ?? "");
}

function userPath(client: ClientName): string {
  const home = homedir();
  switch (client) {
    case "claude-code":
      return join(process.env.CLAUDE_CONFIG_DIR || home, ".claude.json");
    case "claude-desktop":
      return join(applicationData(home), "Claude/claude_desktop_config.json");
    case "cursor":
      return join(home, ".cursor/mcp.json");
    case "vscode":
      return join(applicationData(home), "Code/User/mcp.json");
    case "codex":
      return join(process.env.CODEX_HOME || join(home, ".codex"), "config.toml");
  }
}

function applicationData(home: string): string {
  if (process.platform === "win32") return process.env.APPDATA ?? join(home, "AppData/Roaming");
  if (process.platform === "darwin") return join(home, "Library/Application Support");
  return process.env.XDG_CONFIG_HOME || join(home, ".config");
}

function bridgeEntry(client: ClientName, { command, args }: Launch): JsonObject {
  return client === "claude-code" ? { type: "stdio", command, args, env: {} } : { command, args };
}

/** Claude Code reads `${NAME}`, Cursor `${env:NAME}`. Claude Desktop starts programs only, so it keeps the bridge. */
function remoteEntry(client: ClientName, url: string): JsonObject {
  const reference = client === "cursor" ? `\${env:${VARIABLE}}` : `\${${VARIABLE}}`;
  const headers = { Authorization: `Bearer ${reference}` };
  return client === "claude-code" ? { type: "http", url, headers } : { url, headers };
}

function vscodeEntry(form: Form, url: string, { command, args }: Launch): JsonObject {
  if (form === "bridge") return { type: "stdio", command, args };
  return { type: "http", url, headers: { Authorization: `Bearer \${env:${VARIABLE}}` } };
}

function codexEntry(form: Form, url: string, { command, args }: Launch): JsonObject {
  return form === "bridge" ? { command, args } : { url, bearer_token_env_var: VARIABLE };
}
