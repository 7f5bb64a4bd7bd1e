/** The MCP clients whose configuration this command can write. */
export const CLIENT_NAMES = ["claude-code", "claude-desktop", "cursor", "vscode", "codex"] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];
