import type { ToolAnswer } from "./answers.ts";
import type { CliError } from "./errors.ts";
import { isObject, sorted, text } from "./json.ts";
import { maskKeysIn } from "./keys.ts";
import { cell, type Layout, render } from "./table.ts";

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
type Style = keyof typeof CODES;

/** Everything the command writes: data on standard output, the rest on standard error, keys masked in both. */
export class Output {
  /** Set by `--json`: data and errors are JSON. */
  json = false;
  /** Set by `--show-key`, and where a key would be lost otherwise: keys are written out. */
  showKey = false;
  private readonly secrets = new Set<string>();

  /** Masks a key in everything written from now on, whatever its shape. */
  hide(key: string): void {
    if (key.length > 3) this.secrets.add(key);
  }

  /** A tool's answer: its data, and for people its one-line summary beside it. */
  answer({ data, summary }: ToolAnswer): void {
    if (this.json) {
      this.data(data);
      return;
    }
    if (summary) this.note(this.paint("dim", summary, process.stderr));
    this.data(data);
    const more = text(data, "nextCursor");
    if (more) this.note(this.paint("dim", `There is more: repeat with the cursor ${more}`, process.stderr));
  }

  /** Data on standard output: sorted JSON, or a table or lines for people. */
  data(data: unknown): void {
    const rendered = this.json ? jsonText(data) : render(data, this.layout());
    if (rendered) this.write(rendered);
  }

  /** A line of text on standard output. */
  write(line: string): void {
    process.stdout.write(`${this.masked(line)}\n`);
  }

  /** A message on standard error. */
  note(line: string): void {
    process.stderr.write(`${this.masked(line)}\n`);
  }

  warn(line: string): void {
    this.note(`${this.paint("yellow", "warning:", process.stderr)} ${line}`);
  }

  /** A failure on standard error: JSON with `--json`, else what happened, where, and the next step. */
  failure(error: CliError): void {
    const { code, message, hint, details, excerpt } = error;
    if (this.json) {
      this.note(jsonText({ error: { code, message, hint, details } }));
      return;
    }
    this.note(
      `${this.paint("red", "error:", process.stderr)} ${cell(message)} ${this.paint("dim", `[${code}]`, process.stderr)}`,
    );
    for (const line of excerpt) this.note(cell(line));
    for (const line of detailLines(details)) this.note(`  ${line}`);
    if (hint) this.note(`  ${this.paint("cyan", "→", process.stderr)} ${cell(hint)}`);
  }

  layout(): Layout {
    const width = process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
    return { width, heading: (line) => this.paint("bold", line, process.stdout) };
  }

  paint(style: Style, line: string, stream: NodeJS.WriteStream = process.stdout): string {
    const plain = !stream.isTTY || Boolean(process.env.NO_COLOR) || process.env.TERM === "dumb";
    return plain ? line : `\u001b[${CODES[style]}m${line}\u001b[0m`;
  }

  private masked(line: string): string {
    return this.showKey ? line : maskKeysIn(line, this.secrets);
  }
}

/** Sorted, indented JSON in which no byte can steer a terminal. */
export function jsonText(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return (JSON.stringify(sorted(value ?? null), null, 2) ?? "null").replace(/[\u007f-\u009f]/g, escaped);
}

/** Details as lines: the broken rules of single fields first, then plain values. */
function detailLines(details: Record<string, unknown> = {}): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (name === "field" && "fields" in details) return [];
    if (!Array.isArray(value) || !value.some(isObject))
      return value === null || value === undefined ? [] : [`${name}: ${cell(value)}`];
    return value.map((item) => ruleLine(item) ?? `${name}: ${cell(item)}`);
  });
}

/** `field: rule (example …)` for one violated rule. */
function ruleLine(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const path = Array.isArray(item.path) ? item.path.join(".") : item.path;
  const field = cell(item.field ?? path ?? item.name);
  const rule = cell(item.rule ?? item.message);
  if (!field && !rule) return undefined;
  const example = item.example === undefined ? "" : ` (for example ${cell(item.example)})`;
  return `${field || "arguments"}: ${rule}${example}`;
}
