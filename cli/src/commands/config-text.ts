import { CliError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { ClientConfig } from "./client-configs.ts";

/** The file's text with the entry put in, everything else kept. `before` is empty for a new file. */
export async function withEntry(before: string, config: ClientConfig): Promise<string> {
  return config.format === "toml" ? tomlWith(before, config) : jsonWith(before, config);
}

function jsonWith(before: string, { at, entry, path }: ClientConfig): string {
  const root = before.trim() === "" ? {} : parsed(before, path);
  placed(root, at, entry);
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? "  ";
  return `${JSON.stringify(root, null, indent)}\n`;
}

function parsed(source: string, path: string): JsonObject {
  try {
    const root: unknown = JSON.parse(source);
    if (isObject(root)) return root;
  } catch {}
  const hint = "Put the entry in by hand: `favcrm mcp config --client …` prints it.";
  throw new CliError({
    code: "config_unreadable",
    message: `${path} is not plain JSON (comments?), so it is left alone.`,
    hint,
  });
}

function placed(root: JsonObject, at: string[], entry: JsonObject): void {
  let here = root;
  for (const step of at.slice(0, -1)) {
    const inner = isObject(here[step]) ? here[step] : {};
    here[step] = inner;
    here = inner;
  }
  here[at.at(-1) ?? ""] = entry;
}

/** Only the entry's own table is rewritten, so that comments and order in the rest survive. */
async function tomlWith(before: string, { at, entry, path }: ClientConfig): Promise<string> {
  const { parse, stringify } = await import("smol-toml");
  const table = `${stringify(at.reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), entry)).trim()}\n`;
  const kept = withoutTable(before, at.join("."));
  const after = kept.trim() === "" ? table : `${kept.trimEnd()}\n\n${table}`;
  try {
    parse(before);
    parse(after);
    return after;
  } catch {
    const hint = "Put the entry in by hand: `favcrm mcp config --client codex` prints it.";
    throw new CliError({
      code: "config_unreadable",
      message: `${path} is not valid TOML, or holds the entry in another form; it is left alone.`,
      hint,
    });
  }
}

/** The text without `[name]` and the tables below it. */
function withoutTable(source: string, name: string): string {
  const header = /^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}/;
  let inside = false;
  const lines = source.split("\n").filter((line) => {
    const title = header
      .exec(line)?.[1]
      ?.replaceAll('"', "")
      .replace(/\s*\.\s*/g, ".");
    if (title !== undefined) inside = title === name || title.startsWith(`${name}.`);
    return !inside;
  });
  return lines.join("\n");
}

/** The lines that differ, with two lines around each change, `-` before and `+` after. */
export function diff(before: string, after: string): string[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [
    ...a.slice(Math.max(0, start - 2), start).map((line) => `  ${line}`),
    ...a.slice(start, a.length - end).map((line) => `- ${line}`),
    ...b.slice(start, b.length - end).map((line) => `+ ${line}`),
    ...a.slice(a.length - end, a.length - end + 2).map((line) => `  ${line}`),
  ];
}
