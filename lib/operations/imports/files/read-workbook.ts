import "server-only";
import { OperationError } from "@/lib/kernel/errors";
import type { SplitRecord } from "./csv-splitter";
import { guardWorkbook } from "./workbook-guard";

/** Whether a file begins as a zip archive does; every .xlsx is one. */
export function isWorkbook(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04;
}

/** Whether a file is of the older kind that .xls and password-protected workbooks share. */
export function isOldWorkbook(head: Uint8Array): boolean {
  return head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0;
}

/** The rows of a workbook's first sheet as texts, one after the other. Throws invalid_input when it cannot be read. */
export async function* readWorkbook(bytes: Buffer): AsyncGenerator<SplitRecord> {
  await guardWorkbook(bytes);
  // Loaded when needed: most servers never see a workbook.
  const { streamXlsxRows } = await import("hucre/xlsx");
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet: 0 })) {
      yield { line: index + 1, cells: values.map(textOf), problem: null };
    }
  } catch (cause) {
    throw new OperationError("invalid_input", {
      message: "The workbook cannot be read; it may be damaged or protected by a password.",
      hint: "Save the list as CSV (UTF-8) and send that.",
      details: { field: "file" },
      cause,
    });
  }
}

/** A cell as a person reads it: whole numbers with all their digits, days without a time. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(0) : String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .slice(0, 16);
  }
  return String(value);
}
