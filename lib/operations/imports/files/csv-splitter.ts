import { beginningOf } from "../beginning";

/** One record of a delimited text; a broken one keeps its line as it stands, in one cell. */
export interface SplitRecord {
  /** Line of the text where it begins, from 1. */
  line: number;
  cells: string[];
  problem: string | null;
}

/** Longest record in characters; a quote that is open for longer was never closed. */
const LONGEST_RECORD = 131_072;
const SHOWN_OF_BROKEN = 1_000;

type Cell = { value: string; end: number } | { problem: string } | "incomplete";
type Quoted = { cells: string[]; end: number } | { problem: string } | "incomplete";

/**
 * Splits delimited text (RFC 4180) that arrives in pieces. Unlike parsers that give up, or swallow what follows a quote that
 * is never closed, it reports the broken line and goes on with the next one, in bounded memory.
 */
export class CsvSplitter {
  private text = "";
  private at = 0;
  private line = 1;
  private isSkipping = false;

  constructor(
    private readonly separator: string,
    private readonly newline: "\n" | "\r" = "\n",
  ) {}

  /** The records that are whole now; `isEnd` with the last piece. */
  *push(piece: string, isEnd = false): Generator<SplitRecord> {
    this.text = this.text.slice(this.at) + piece;
    this.at = 0;
    while (this.at < this.text.length) {
      const record = this.next(isEnd);
      if (record === "incomplete") return;
      if (record) yield record;
    }
  }

  /** The next record, null for what is passed over, "incomplete" when more text is needed. */
  private next(isEnd: boolean): SplitRecord | null | "incomplete" {
    const end = this.text.indexOf(this.newline, this.at);
    if (end < 0 && !isEnd) return this.text.length - this.at > LONGEST_RECORD ? this.tooLong() : "incomplete";
    const stop = end < 0 ? this.text.length : end;
    if (this.isSkipping) {
      this.isSkipping = false;
      this.advance(stop);
      return null;
    }
    const whole = this.text.slice(this.at, stop);
    if (!whole.includes('"')) return this.take(trimReturn(whole).split(this.separator), null, stop);
    const read = this.quoted(isEnd);
    if (read === "incomplete") return read;
    if ("cells" in read) return this.take(read.cells, null, read.end);
    return this.take([beginningOf(trimReturn(whole), SHOWN_OF_BROKEN)], read.problem, stop);
  }

  private take(cells: string[], problem: string | null, stop: number): SplitRecord {
    const { line } = this;
    this.advance(stop);
    return { line, cells, problem };
  }

  private advance(stop: number): void {
    let lines = 1;
    for (let i = this.text.indexOf(this.newline, this.at); i >= 0 && i < stop; ) {
      lines++;
      i = this.text.indexOf(this.newline, i + 1);
    }
    this.line += lines;
    this.at = stop + 1;
  }

  /** A line without an end in sight: its beginning is shown, the rest passed over. */
  private tooLong(): SplitRecord | null {
    const shown = beginningOf(this.text.slice(this.at), SHOWN_OF_BROKEN);
    const wasSkipping = this.isSkipping;
    this.isSkipping = true;
    this.at = this.text.length;
    const problem = `The line is longer than ${LONGEST_RECORD} characters.`;
    return wasSkipping ? null : { line: this.line, cells: [shown], problem };
  }

  private quoted(isEnd: boolean): Quoted {
    const { text, separator, newline } = this;
    const cells: string[] = [];
    let i = this.at;
    while (true) {
      if (text[i] === '"') {
        const cell = this.quotedCell(i, isEnd);
        if (cell === "incomplete" || "problem" in cell) return cell;
        cells.push(cell.value);
        i = cell.end;
      } else {
        const from = i;
        while (i < text.length && text[i] !== separator && text[i] !== newline) i++;
        if (i >= text.length && !isEnd) return "incomplete";
        cells.push(trimReturn(text.slice(from, i)));
      }
      if (i >= text.length || text[i] === newline) return { cells, end: i };
      i++;
    }
  }

  /** The cell whose quote opens at `open`, and where its separator or line end stands. */
  private quotedCell(open: number, isEnd: boolean): Cell {
    const { text, separator, newline } = this;
    let value = "";
    let from = open + 1;
    while (true) {
      const quote = text.indexOf('"', from);
      if (quote < 0 || quote - this.at > LONGEST_RECORD) {
        if (!isEnd && text.length - this.at <= LONGEST_RECORD) return "incomplete";
        return { problem: "A quote that opens here is never closed." };
      }
      value += text.slice(from, quote);
      if (text[quote + 1] === '"') {
        value += '"';
        from = quote + 2;
        continue;
      }
      let end = quote + 1;
      while (text[end] === " " || (text[end] === "\r" && newline === "\n")) end++;
      if (end >= text.length && !isEnd) return "incomplete";
      if (end >= text.length || text[end] === separator || text[end] === newline) return { value, end };
      return { problem: "A quoted cell goes on after its closing quote; a quote inside a cell is written twice." };
    }
  }
}

function trimReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
