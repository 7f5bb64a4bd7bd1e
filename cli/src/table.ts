import { isObject, type JsonObject } from "./json.ts";
import { fit, pad, widthOf } from "./width.ts";

const GAP = "  ";
const NARROWEST = 6;
// Control characters would let stored text move the cursor or rewrite the screen.
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** A value on one line, without control characters. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.replace(CONTROL, " ");
  if (Array.isArray(value)) return value.map(cell).filter(Boolean).join(", ");
  if (isObject(value)) return cell(JSON.stringify(value));
  return String(value);
}

export interface Layout {
  /** Cells available; `undefined` when nobody is looking (a pipe): then nothing is cut. */
  width: number | undefined;
  heading: (text: string) => string;
}

/** Rows as an aligned table, cut to the width. Columns are the keys in the order they first appear. */
export function table(rows: unknown[], { width, heading }: Layout): string {
  const records = rows.map((row): JsonObject => (isObject(row) ? row : { value: row }));
  const names = [...new Set(records.flatMap(Object.keys))].filter((name) =>
    records.some((record) => cell(record[name]) !== ""),
  );
  const texts = records.map((record) => names.map((name) => cell(record[name])));
  const widths = names.map((name, index) => Math.max(widthOf(name), ...texts.map((row) => widthOf(row[index] ?? ""))));
  const shown = width === undefined ? widths : shrink(widths, width);
  const line = (cells: string[]) =>
    shown
      .map((cells_, index) => pad(fit(cells[index] ?? "", cells_), cells_))
      .join(GAP)
      .trimEnd();
  const left = names.length - shown.length;
  const note = left > 0 ? [`(${left} more column${left > 1 ? "s" : ""}: widen the terminal or use --json)`] : [];
  return [heading(line(names)), ...texts.map(line), ...note].join("\n");
}

/** Widths that fit: the widest columns give way first, and the last columns go when even that is not enough. */
function shrink(widths: number[], available: number): number[] {
  const shown = [...widths];
  const total = () => shown.reduce((sum, cells) => sum + cells, 0) + GAP.length * (shown.length - 1);
  while (
    shown.length > 1 &&
    shown.reduce((sum, cells) => sum + Math.min(cells, NARROWEST) + GAP.length, -GAP.length) > available
  )
    shown.pop();
  while (total() > available) {
    const widest = shown.indexOf(Math.max(...shown));
    if ((shown[widest] ?? 0) <= NARROWEST) break;
    shown[widest] = (shown[widest] ?? 0) - 1;
  }
  return shown;
}

/** An object as `name  value` lines; nested objects are indented, lists of objects become tables. */
export function record(value: JsonObject, layout: Layout, indent = ""): string {
  const entries = Object.entries(value).filter(([, entry]) => !isEmpty(entry));
  const simple = entries.filter(([, entry]) => !isNested(entry));
  const column = Math.max(0, ...simple.map(([name]) => widthOf(name)));
  const lines = entries.map(([name, entry]) => {
    if (!isNested(entry)) return `${indent}${layout.heading(pad(name, column))}${GAP}${cell(entry)}`;
    return `${indent}${layout.heading(name)}\n${nested(entry, layout, `${indent}${GAP}`)}`;
  });
  return lines.join("\n");
}

function nested(value: unknown, layout: Layout, indent: string): string {
  if (isObject(value)) return record(value, layout, indent);
  const narrower = { ...layout, width: layout.width === undefined ? undefined : layout.width - indent.length };
  const lines = Array.isArray(value) ? table(value, narrower).split("\n") : [cell(value)];
  return lines.map((line) => indent + line).join("\n");
}

function isNested(value: unknown): boolean {
  return isObject(value) || (Array.isArray(value) && value.some(isObject));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.values(value).every(isEmpty) : value === null || value === undefined;
}

/** Any tool's result for people: a list as a table, an object as lines, text as it is. */
export function render(data: unknown, layout: Layout): string {
  if (Array.isArray(data)) return data.length > 0 ? table(data, layout) : "";
  if (!isObject(data)) return cell(data);
  if (!Array.isArray(data.items)) return record(data, layout);
  return data.items.length > 0 ? table(data.items, layout) : "";
}
