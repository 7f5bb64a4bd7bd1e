import "server-only";
import { OperationError } from "@/lib/kernel/errors";
import { beginningOf } from "../beginning";
import { CsvSplitter, type SplitRecord } from "./csv-splitter";
import { detectEncoding, type Encoding } from "./encoding";
import { isOldWorkbook, isWorkbook, readWorkbook } from "./read-workbook";
import { detectLayout } from "./separator";

export const MOST_COLUMNS = 60;
export const MOST_FILE_ROWS = 200_000;
/** Longest text of a cell. */
export const LONGEST_CELL = 10_000;
const SHOWN_OF_CELL = 1_000;
const LONGEST_NAME = 200;
const SAMPLE_BYTES = 65_536;

/** What a file is, known before its first row. */
export interface TableHead {
  format: "csv" | "xlsx";
  encoding: Encoding | null;
  separator: string | null;
  columns: string[];
  remarks: string[];
}

export interface TableRow {
  /** Counts from 1 below the header; empty rows do not count. */
  row: number;
  line: number;
  cells: string[];
  problem: string | null;
}

export interface Table {
  head: TableHead;
  /** To be read once. */
  rows: AsyncGenerator<TableRow>;
}

const refusal = (message: string, hint: string) =>
  new OperationError("invalid_input", { message, hint, details: { field: "file" } });

/** Reads a list of customers from a file's bytes: CSV in any common encoding, or the first sheet of an .xlsx workbook. */
export async function readTable(chunks: readonly Buffer[], told?: Encoding): Promise<Table> {
  const head = chunks[0] ?? Buffer.alloc(0);
  if (isOldWorkbook(head)) {
    throw refusal("This is an old or password-protected workbook.", "Save it as .xlsx or CSV without a password.");
  }
  const isXlsx = isWorkbook(head);
  const text = isXlsx ? null : textLayout(chunks, told);
  const records = text ? splitText(chunks, text) : readWorkbook(Buffer.concat(chunks));
  const first = await firstRecord(records);
  if (!first) throw refusal("The file holds no rows.", "Send a file with a header and at least one row.");
  const { columns, remarks, isHeader } = columnsOf(first);
  return {
    head: {
      format: isXlsx ? "xlsx" : "csv",
      encoding: text?.encoding ?? null,
      separator: text?.separator ?? null,
      columns,
      remarks,
    },
    rows: rowsOf(records, columns, isHeader ? null : first),
  };
}

interface TextLayout extends ReturnType<typeof detectLayout> {
  encoding: Encoding;
}

function textLayout(chunks: readonly Buffer[], told: Encoding | undefined): TextLayout {
  const encoding = told ?? detectEncoding(chunks);
  const sample = Buffer.concat(chunks.slice(0, 4)).subarray(0, SAMPLE_BYTES);
  return { encoding, ...detectLayout(new TextDecoder(encoding).decode(sample, { stream: true })) };
}

async function* splitText(
  chunks: readonly Buffer[],
  { encoding, separator, newline, skip }: TextLayout,
): AsyncGenerator<SplitRecord> {
  const decoder = new TextDecoder(encoding);
  const splitter = new CsvSplitter(separator, newline);
  let left = skip;
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    yield* splitter.push(text.slice(left));
    left = Math.max(0, left - text.length);
  }
  yield* splitter.push(decoder.decode(), true);
}

const isEmpty = ({ cells, problem }: SplitRecord) => problem === null && cells.every((cell) => cell.trim() === "");

async function firstRecord(records: AsyncGenerator<SplitRecord>): Promise<SplitRecord | undefined> {
  for (;;) {
    const next = await records.next();
    if (next.done) return undefined;
    if (!isEmpty(next.value)) return next.value;
  }
}

/** A header names things; a mail address or a long number is somebody's. */
const isData = (cell: string) => /\S@\S+\.\S/.test(cell) || /\d{6,}/.test(cell.replace(/[\s()+-]/g, ""));

function columnsOf({ cells, problem }: SplitRecord) {
  if (problem)
    throw refusal(`The header cannot be read: ${problem}`, "Correct the first line and send the file again.");
  const isHeader = !cells.some(isData);
  const remarks = isHeader ? [] : ["The first row holds data, not names: the columns are numbered."];
  if (cells.length > MOST_COLUMNS) {
    throw refusal(`The file has ${cells.length} columns; ${MOST_COLUMNS} are read.`, "Remove columns you do not need.");
  }
  const columns: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const name =
      (isHeader && beginningOf(clean(cell).replace(/\s+/g, " ").trim(), LONGEST_NAME)) || `Column ${index + 1}`;
    let unique = name;
    for (let copy = 2; columns.includes(unique); copy++) unique = `${name} (${copy})`;
    if (unique !== name) remarks.push(`Two columns are called ${name}: the later one is ${unique} here.`);
    columns.push(unique);
  }
  return { columns, remarks, isHeader };
}

/** U+0000 cannot be stored, and no list means it. */
const clean = (text: string) => text.replaceAll("\u0000", "\uFFFD");

async function* rowsOf(
  records: AsyncGenerator<SplitRecord>,
  columns: readonly string[],
  first: SplitRecord | null,
): AsyncGenerator<TableRow> {
  let row = 0;
  if (first) yield rowOf(first, ++row, columns);
  for await (const record of records) {
    if (isEmpty(record)) continue;
    if (row >= MOST_FILE_ROWS) {
      throw refusal(`The file has more than ${MOST_FILE_ROWS} rows.`, "Split it and send the parts one by one.");
    }
    yield rowOf(record, ++row, columns);
  }
}

function rowOf({ line, cells, problem }: SplitRecord, row: number, columns: readonly string[]): TableRow {
  const problems = problem ? [problem] : [];
  const extra = cells.slice(columns.length).some((cell) => cell.trim() !== "");
  if (!problem && extra) {
    problems.push(
      `The row has ${cells.length} cells and the header ${columns.length}: a separator stands inside a cell.`,
    );
  }
  const kept = extra ? cells : cells.slice(0, columns.length);
  const shown = kept.slice(0, MOST_COLUMNS * 2).map((cell, index) => {
    const name = columns[index] ?? `Column ${index + 1}`;
    if (cell.length > LONGEST_CELL) {
      problems.push(`${name} holds ${cell.length} characters; at most ${LONGEST_CELL} fit. Its beginning is kept.`);
      return clean(beginningOf(cell, SHOWN_OF_CELL));
    }
    const text = clean(cell);
    if (!problem && text.includes("\uFFFD")) problems.push(`${name} holds characters that could not be read.`);
    return text;
  });
  return { row, line, cells: shown, problem: problems.length > 0 ? problems.join(" ") : null };
}
