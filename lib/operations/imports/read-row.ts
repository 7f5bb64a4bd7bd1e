import type { z } from "zod";
import { accountFields } from "../accounts/account";
import { readPhone, ruleOfPhone } from "../accounts/phone";
import type { FieldType } from "../custom-fields/custom-field";
import { readValue, type StoredValue } from "../custom-fields/field-value";
import { tagNameField } from "../tags/tag";
import { beginningOf } from "./beginning";
import type { DateOrder, ImportField, ImportTarget, RowProblem } from "./import";

/** The values of one row that fit, and what does not. */
export interface ReadRow {
  row: number;
  values: Partial<Record<ImportField, string>>;
  phone: { e164: string; original: string } | null;
  tags: string[];
  custom: { field: string; definitionId: string; values: StoredValue[] }[];
  problems: RowProblem[];
  /** What was put right by itself, such as a phone that a spreadsheet had turned into 91234567.0. */
  repairs: RowProblem[];
  /** Written ahead by who has the time for it, before the row's turn has come. */
  customer?: NewCustomer;
}

/** A customer to be: its id, and its columns as JSON. */
export interface NewCustomer {
  id: string;
  record: string;
}

/** A custom field that a column may fill. */
export interface CustomField {
  id: string;
  fieldName: string;
  fieldType: FieldType;
  options: readonly string[];
}

/** How the rows of one list are read. */
export interface RowReading {
  /** Place of the cell, what it fills. */
  targets: readonly { at: number; target: ImportTarget }[];
  customFields: ReadonlyMap<string, CustomField>;
  /** ISO 3166-1 region of phones without a prefix. */
  region: string | null;
  dateOrder: DateOrder;
}

const GENDERS: Record<string, string> = {
  f: "female",
  女: "female",
  女性: "female",
  m: "male",
  男: "male",
  男性: "male",
};
/** Words that people use for where a customer came from. */
const SOURCES: Record<string, string> = {
  friend: "referral",
  friends: "referral",
  recommendation: "referral",
  word_of_mouth: "referral",
  朋友: "referral",
  朋友介紹: "referral",
  介紹: "referral",
  walkin: "walk_in",
  自行到店: "walk_in",
  路過: "walk_in",
  web: "online",
  website: "online",
  internet: "online",
  網上: "online",
  網站: "online",
};
const YES = ["true", "yes", "y", "1", "是", "有"];
const NO = ["false", "no", "n", "0", "否", "無"];
const LIST = /[;；|、\n]|,(?=\s)|，/;

/** Reads one row's cells. `row` counts from 1, as people count the lines below the header. */
export function readRow(cells: readonly string[], row: number, reading: RowReading): ReadRow {
  const read: ReadRow = { row, values: {}, phone: null, tags: [], custom: [], problems: [], repairs: [] };
  for (const { at, target } of reading.targets) {
    const text = (cells[at] ?? "").trim().replace(/^'(?=[+=@-])/, "");
    if (text === "") continue;
    if (target === "phone") takePhone(read, text, reading.region);
    else if (target === "tags") takeTags(read, text);
    else if (target.startsWith("custom:")) takeCustom(read, target, text, reading);
    else takeValue(read, target as Exclude<ImportField, "phone">, text, reading.dateOrder);
  }
  takeName(read);
  return read;
}

function problem(read: ReadRow, field: string, value: string, rule: string): void {
  read.problems.push({ row: read.row, field, value: beginningOf(value, 100), rule });
}

function takeValue(read: ReadRow, field: Exclude<ImportField, "phone">, text: string, order: DateOrder): void {
  const parsed = accountFields[field].safeParse(tidy(field, text, order));
  if (parsed.success) read.values[field] = parsed.data;
  else if (field === "dateOfBirth") problem(read, field, text, ruleOfDate(text, order));
  else problem(read, field, text, ruleOf(parsed.error.issues[0]));
}

function ruleOf(issue: z.core.$ZodIssue | undefined): string {
  return issue?.code === "invalid_value"
    ? `must be one of ${issue.values.join(", ")}`
    : (issue?.message ?? "does not fit");
}

function ruleOfDate(text: string, order: DateOrder): string {
  if (/^\d{4,6}(\.\d+)?$/.test(text)) {
    return "is a spreadsheet's number of a day; format the column as a date and export again";
  }
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text)) return "has a year of two digits; write all four";
  const rule = "must be a day that exists, as YYYY-MM-DD";
  return order === "ymd" ? `${rule}; when the day or the month comes first, say so with dateOrder` : rule;
}

function tidy(field: ImportField, text: string, order: DateOrder): string {
  if (field === "dateOfBirth") return isoDay(text, order);
  if (field === "gender") return GENDERS[text.toLowerCase()] ?? text.toLowerCase();
  if (!["lifeStage", "type", "source"].includes(field)) return text;
  const word = text.toLowerCase().replace(/[\s-]+/g, "_");
  return (field === "source" && SOURCES[word]) || word;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `5 Aug 1985` or `Aug 5, 1985`: with the month in letters there is nothing to guess. */
function spelledDay(text: string): string[] | undefined {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text);
  const [month = "", day = "", year = ""] = dayFirst
    ? [dayFirst[2], dayFirst[1], dayFirst[3]]
    : (monthFirst?.slice(1) ?? []);
  const at = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  return at < 0 ? undefined : [year, String(at + 1), day];
}

/** `2026/5/1` or `1 May 2026` as `2026-05-01`, and `1/5/2026` when the order is known; what is a guess stays, and fails. */
function isoDay(text: string, order: DateOrder): string {
  const day = text.replace(/[ T]0?0:00(:00)?.*$/, "");
  const yearFirst = /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/.exec(day);
  const yearLast = order === "ymd" ? null : /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(day);
  const parts = yearFirst?.slice(1) ?? (yearLast ? reordered(yearLast.slice(1), order) : spelledDay(day));
  return parts ? parts.map((part) => part.padStart(2, "0")).join("-") : text;
}

function reordered([first = "", second = "", year = ""]: string[], order: DateOrder): string[] {
  return order === "dmy" ? [year, second, first] : [year, first, second];
}

function takeTags(read: ReadRow, text: string): void {
  for (const piece of text.split(LIST)) {
    const name = piece.trim();
    if (name === "") continue;
    const parsed = tagNameField.safeParse(name);
    if (parsed.success) read.tags.push(parsed.data);
    else problem(read, "tags", name, parsed.error.issues[0]?.message ?? "does not fit");
  }
}

function takeCustom(read: ReadRow, target: string, text: string, { customFields, dateOrder }: RowReading): void {
  const field = customFields.get(target);
  if (!field) return;
  const { id: definitionId, fieldType, options } = field;
  const value = readValue(fieldType, options, rawOf(fieldType, text, dateOrder));
  if (typeof value === "string") problem(read, target, text, value);
  else read.custom.push({ field: target, definitionId, values: value });
}

function rawOf(type: FieldType, text: string, order: DateOrder): string | string[] {
  if (type === "date") return isoDay(text, order);
  if (type === "multiselect")
    return text
      .split(LIST)
      .map((piece) => piece.trim())
      .filter(Boolean);
  if (type !== "boolean") return text;
  const word = text.toLowerCase();
  return YES.includes(word) ? "true" : NO.includes(word) ? "false" : text;
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
    problem(read, "phone", text, ruleOfPhone(repaired, region));
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
