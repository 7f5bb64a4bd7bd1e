/** The writing rules of iCalendar (RFC 5545); what an entry says is up to whoever writes it. */

const LINE_OCTETS = 75;

/** Lines as a file: folded, each ended by CR LF. */
export function calendarText(lines: readonly string[]): string {
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

/** An instant: `20260512T103000Z`. */
export function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** RFC 5545, 3.3.11. Controls go: a line break in a name must not begin a new property. */
export function escapeText(value: string): string {
  return value.replace(/\p{Cc}+/gu, " ").replace(/[\\;,]/g, "\\$&");
}

/** A parameter value in quotes; it can hold no quote itself. */
export function quoted(value: string): string {
  return `"${value.replace(/[\p{Cc}"]+/gu, " ")}"`;
}

/** Lines hold at most 75 octets; a longer one goes on after a line break and a space, never inside a character. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > (parts.length === 0 ? LINE_OCTETS : LINE_OCTETS - 1)) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part].join("\r\n ");
}
