/** Spreadsheets run a cell that begins like this as a formula; an apostrophe makes it a text. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\t\r|%]/u;

/** One cell: always quoted, quotes doubled, never a formula. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const harmless = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A table as RFC 4180 text; the byte order mark makes spreadsheets read it as UTF-8. */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
