import type { Tool } from "../answers.ts";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { withSpinner } from "../progress.ts";
import { cell, table } from "../table.ts";
import { fit } from "../width.ts";
import { argumentRows, exampleArguments } from "./tool-schema.ts";

/** The tools that contain all the words, grouped; with `--json` the tools as the server lists them, by name. */
export async function listTools(context: Context, words: string[], readOnly: boolean): Promise<void> {
  const { out } = context;
  const tools = (await fetchTools(context)).filter(
    (tool) => matches(tool, words) && (!readOnly || tool.annotations?.readOnlyHint === true),
  );
  tools.sort((a, b) => (a.name < b.name ? -1 : 1));
  if (out.json) return out.data(tools);
  if (tools.length === 0)
    return out.note(words.length > 0 ? `No tool contains: ${words.join(" ")}` : "The server offers no tools.");
  const longest = Math.max(...tools.map((tool) => tool.name.length));
  const { width } = out.layout();
  for (const [group, members] of groups(tools)) {
    out.write(out.paint("bold", cell(group)));
    for (const tool of members) {
      const line = `  ${tool.name.padEnd(longest)}  ${mark(tool)}  ${cell(tool.title ?? tool.description)}`;
      out.write(width === undefined ? line : fit(line, width));
    }
  }
  out.note(
    out.paint(
      "dim",
      `${tools.length} tools · r reads, w writes, ! cannot be taken back · favcrm tool describe <name>`,
      process.stderr,
    ),
  );
}

/** Everything about one tool that somebody needs to call it. */
export async function describeTool(context: Context, name: string): Promise<void> {
  const { out } = context;
  const tool = findTool(await fetchTools(context), name);
  if (out.json) return out.data(tool);
  const rows = argumentRows(tool.inputSchema);
  out.write(`${out.paint("bold", tool.name)}${tool.title ? ` — ${cell(tool.title)}` : ""}`);
  if (tool.description) out.write(`\n${cell(tool.description)}`);
  out.write(`\n${out.paint("bold", "Arguments")}\n${rows.length > 0 ? table(rows, out.layout()) : "none"}`);
  out.write(
    `\n${out.paint("bold", "Example")}\nfavcrm tool call ${tool.name} '${JSON.stringify(exampleArguments(tool.inputSchema)).replaceAll("'", "'\\''")}'`,
  );
  out.write(`\n${out.paint("bold", "Hints")}\n${hints(tool).join(", ")}`);
}

/** The tool list of the server; with the key, because a narrow key sees fewer. */
export async function fetchTools(context: Context): Promise<Tool[]> {
  const client = await context.client();
  return withSpinner("Fetching the tools …", () => client.listTools());
}

/** The tool of that name. Throws with names that are close. */
export function findTool(tools: Tool[], name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const close = tools.filter((tool) => words.some((word) => tool.name.includes(word.replace(/s$/, "")))).slice(0, 5);
  const hint =
    close.length > 0
      ? `Did you mean ${close.map((tool) => tool.name).join(", ")}?`
      : "`favcrm tool list` shows all of them.";
  throw new CliError({
    code: "unknown_tool",
    message: `This server has no tool ${name}, or the key may not use it.`,
    hint,
  });
}

function matches(tool: Tool, words: string[]): boolean {
  const haystack = `${tool.name} ${tool.title ?? ""} ${tool.description ?? ""} ${groupOf(tool)}`.toLowerCase();
  return words.every((word) => haystack.includes(word.toLowerCase()));
}

function groups(tools: Tool[]): [string, Tool[]][] {
  const found = new Map<string, Tool[]>();
  for (const tool of tools) found.set(groupOf(tool), [...(found.get(groupOf(tool)) ?? []), tool]);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The area that the server names, else the noun in the tool's name. */
function groupOf(tool: Tool): string {
  const named = Object.entries(tool._meta ?? {}).find(
    ([key, value]) => /(^|\/)(domain|area|group)$/.test(key) && typeof value === "string",
  );
  if (typeof named?.[1] === "string") return named[1];
  const noun =
    tool.name
      .split("_")
      .slice(1)
      .find((word) => !["my", "favcrm", "api"].includes(word)) ?? tool.name;
  return noun.replace(/ies$/, "y").replace(/s$/, "");
}

function mark({ annotations }: Tool): string {
  if (annotations?.readOnlyHint) return "r";
  return annotations?.destructiveHint ? "!" : "w";
}

function hints({ annotations }: Tool): string[] {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  return [
    readOnlyHint ? "changes nothing" : destructiveHint ? "may destroy something" : "writes, destroys nothing",
    ...(idempotentHint ? ["safe to repeat"] : []),
    ...(openWorldHint ? ["reaches the outside world"] : []),
  ];
}
