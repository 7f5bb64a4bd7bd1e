import { accountFields } from "../accounts/account";
import { readPhone } from "../accounts/phone";
import type { ImportField, RowProblem } from "./import";

/** The values of one row that fit, and what does not. */
export interface ReadRow {
  row: number;
  values: Partial<Record<ImportField, string>>;
  phone: { e164: string; original: string } | null;
  problems: RowProblem[];
  /** What was put right by itself, such as a phone that a spreadsheet had turned into 91234567.0. */
  repairs: RowProblem[];
}

type Cell = string | number | boolean | null;

/** Reads a row by the mapping. `row` counts from 1, as people count the lines below the header. */
export function readRow(
  cells: Record<string, Cell>,
  mapping: Record<string, ImportField>,
  row: number,
  region: string | null,
): ReadRow {
  const read: ReadRow = { row, values: {}, phone: null, problems: [], repairs: [] };
  for (const [column, field] of Object.entries(mapping)) {
    const text = String(cells[column] ?? "")
      .trim()
      .replace(/^'(?=[+=@-])/, "");
    if (text === "") continue;
    if (field === "phone") takePhone(read, text, region);
    else takeValue(read, field, text);
  }
  takeName(read);
  return read;
}

function problem(read: ReadRow, field: string, value: string, rule: string): void {
  read.problems.push({ row: read.row, field, value: value.slice(0, 100), rule });
}

function takeValue(read: ReadRow, field: Exclude<ImportField, "phone">, text: string): void {
  const tidy =
    field === "dateOfBirth"
      ? isoDay(text)
      : ["lifeStage", "type", "source", "gender"].includes(field)
        ? text.toLowerCase().replaceAll(" ", "_")
        : text;
  const parsed = accountFields[field].safeParse(tidy);
  if (parsed.success) read.values[field] = parsed.data;
  else problem(read, field, text, parsed.error.issues[0]?.message ?? "does not fit");
}

/** `2026/5/1` and `2026.5.1` as `2026-05-01`; forms whose order of day and month is a guess stay as they are, and fail. */
function isoDay(text: string): string {
  const match = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]00:00(?::00)?.*)?$/.exec(text);
  return match ? `${match[1]}-${match[2]?.padStart(2, "0")}-${match[3]?.padStart(2, "0")}` : text;
}

function takePhone(read: ReadRow, text: string, region: string | null): void {
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text)) {
    problem(
      read,
      "phone",
      text,
      "was rounded by a spreadsheet; its last digits are lost. Format the column as text and export again",
    );
    return;
  }
  const pieces = text
    .split(/[/;,|、\n]|\bor\b/i)
    .map((piece) => piece.trim())
    .filter((piece) => /\d{5,}/.test(piece.replace(/\D/g, "")));
  if (pieces.length > 1) {
    problem(read, "phone", text, "holds two numbers; keep one here and give the other to a contact");
    return;
  }
  const repaired = text.replace(/^(\+?\d{5,})\.0+$/, "$1");
  const phone = readPhone(repaired, region);
  if (!phone) {
    problem(read, "phone", text, "must be a phone number, with +country if it is not of the company's country");
    return;
  }
  if (repaired !== text)
    read.repairs.push({ row: read.row, field: "phone", value: text, rule: `read as ${phone.e164}` });
  read.phone = phone;
}

/** A row without a name takes it from its parts. */
function takeName(read: ReadRow): void {
  const { values } = read;
  if (values.name) return;
  const made = [values.firstName, values.lastName].filter(Boolean).join(" ") || values.localName;
  if (made) values.name = made;
  else if (!read.problems.some(({ field }) => field === "name")) problem(read, "name", "", "is required");
}
