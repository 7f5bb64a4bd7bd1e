import type { Command } from "commander";

const GROUPS: Record<string, string> = {
  signup: "get a workspace and a key from the terminal",
  orgs: "companies of the key",
  members: "customers",
  bookings: "bookings",
  invoices: "invoices",
  plan: "plan, quotas and billing",
  team: "teammates",
  "team invite": "invites",
  whatsapp: "the WhatsApp connection",
  tool: "every tool of the server: list, describe, call",
  mcp: "bridge for MCP clients: speaks stdio, forwards to the server",
};

/** The command at a path such as `team invite create`, with the groups above it. */
export function commandAt(program: Command, path: string, options: { isDefault?: boolean } = {}): Command {
  let here = program;
  const words = path.split(" ");
  words.forEach((word, depth) => {
    const existing = here.commands.find((command) => command.name() === word);
    const isLast = depth === words.length - 1;
    const next = existing ?? here.command(word, isLast ? options : {});
    const group = GROUPS[words.slice(0, depth + 1).join(" ")];
    if (!existing && group) next.description(group);
    here = next;
  });
  return here;
}

/** Examples below the help of a command. */
export function addExamples(command: Command, examples: readonly string[]): void {
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`);
}
