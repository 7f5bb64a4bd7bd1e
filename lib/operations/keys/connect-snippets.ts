export type ClientId = "claude-code" | "claude-desktop" | "cursor" | "vscode" | "codex" | "cli" | "http";

export type Snippet = {
  id: ClientId;
  label: string;
  /** The file the text belongs into; absent for commands. */
  file?: string;
  code: string;
};

const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** How each client is connected with a key. The key is read from FAVCRM_API_KEY; it never stands in a file. */
export function connectSnippets(endpoint: string): Snippet[] {
  return [
    {
      id: "claude-code",
      label: "Claude Code",
      code: `claude mcp add --transport http favcrm ${endpoint} --header "Authorization: Bearer $FAVCRM_API_KEY"`,
    },
    {
      id: "claude-desktop",
      label: "Claude Desktop",
      file: "claude_desktop_config.json",
      code: pretty({ mcpServers: { favcrm: { command: "favcrm", args: ["mcp", "--url", endpoint] } } }),
    },
    {
      id: "cursor",
      label: "Cursor",
      file: ".cursor/mcp.json",
      code: pretty({
        mcpServers: { favcrm: { url: endpoint, headers: { Authorization: `Bearer \${env:FAVCRM_API_KEY}` } } },
      }),
    },
    {
      id: "vscode",
      label: "VS Code",
      file: ".vscode/mcp.json",
      code: pretty({
        inputs: [{ type: "promptString", id: "favcrm-key", description: "FavCRM API key", password: true }],
        servers: {
          favcrm: { type: "http", url: endpoint, headers: { Authorization: `Bearer \${input:favcrm-key}` } },
        },
      }),
    },
    {
      id: "codex",
      label: "Codex",
      code: `codex mcp add favcrm --url ${endpoint} --bearer-token-env-var FAVCRM_API_KEY`,
    },
    { id: "cli", label: "favcrm CLI", code: `favcrm --url ${endpoint} doctor` },
    {
      id: "http",
      label: "HTTP",
      code: `curl ${endpoint} \\
  -H "Authorization: Bearer $FAVCRM_API_KEY" \\
  -H "Content-Type: application/json" \\
  -H "Accept: application/json, text/event-stream" \\
  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_my_companies","arguments":{}}}'`,
    },
  ];
}

/** Connects a client that has no key yet: sign-up needs none. */
export function keylessCommands(endpoint: string): Snippet[] {
  return [
    { id: "claude-code", label: "Claude Code", code: `claude mcp add --transport http favcrm ${endpoint}` },
    { id: "codex", label: "Codex", code: `codex mcp add favcrm --url ${endpoint}` },
    { id: "cli", label: "favcrm CLI", code: `favcrm --url ${endpoint} login --web` },
  ];
}

/** The address that makes Cursor offer to install this server. */
export function cursorInstallLink(endpoint: string): string {
  return `cursor://anysphere.cursor-deeplink/mcp/install?name=favcrm&config=${encodeURIComponent(btoa(JSON.stringify({ url: endpoint })))}`;
}

/** The address that makes VS Code offer to install this server. */
export function vscodeInstallLink(endpoint: string): string {
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: "favcrm", type: "http", url: endpoint }))}`;
}
