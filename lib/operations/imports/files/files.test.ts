import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { refusalOf } from "@/e2e/support/operations";
import { CsvSplitter, type SplitRecord } from "./csv-splitter";
import { detectEncoding } from "./encoding";
import { readTable, type TableRow } from "./read-table";

function split(text: string, size = text.length, separator = ","): SplitRecord[] {
  const splitter = new CsvSplitter(separator);
  const records: SplitRecord[] = [];
  for (let at = 0; at < text.length; at += size) records.push(...splitter.push(text.slice(at, at + size)));
  return [...records, ...splitter.push("", true)];
}

async function read(...parts: (Buffer | string)[]) {
  const { head, rows } = await readTable(parts.map((part) => Buffer.from(part)));
  const all: TableRow[] = [];
  for await (const row of rows) all.push(row);
  return { head, rows: all };
}

const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};
/** 姓名,電話 / 陳大文,91234567 */
const BIG5 = Buffer.from("a96da6572cb971b8dc0d0ab3afa46aa4e52c39313233343536370d0a", "hex");

describe("CSV", () => {
  it("is read back as it was written, in pieces of any size", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "陳", "🦄", "é"), maxLength: 8 });
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        expect(split(text, size).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  it("reports a quote that is never closed by its line, and reads on below it", () => {
    const found = split('name,mail\n"Ann,a@x\nBen,b@x\n"Cid","c@x"\nDee,d@x\n');
    expect(found.map(({ line, cells, problem }) => [line, cells, problem !== null])).toEqual([
      [1, ["name", "mail"], false],
      [2, ['"Ann,a@x'], true],
      [3, ["Ben", "b@x"], false],
      [4, ["Cid", "c@x"], false],
      [5, ["Dee", "d@x"], false],
    ]);
    expect(split('a\n"open').at(-1)).toMatchObject({ line: 2, cells: ['"open'], problem: /never closed/ });
    expect(split('a,b\n"x"y,1\nz,2')[1]?.problem).toMatch(/goes on after its closing quote/);
    expect(split('"two\nlines",b\nnext,c').map(({ line }) => line)).toEqual([1, 3]);
  });

  it("passes over an endless line without keeping it", () => {
    const splitter = new CsvSplitter(",");
    const records = [...splitter.push("name\n")];
    for (let i = 0; i < 800; i++) records.push(...splitter.push("x".repeat(65_536)));
    records.push(...splitter.push("\nBen\n", true));
    expect(records.map(({ line, cells }) => [line, cells[0]?.length])).toEqual([
      [1, 4],
      [2, 1_000],
      [3, 3],
    ]);
    expect(records[1]?.problem).toMatch(/longer than/);
  });
});

describe("encodings", () => {
  it.each([
    ["utf-8", Buffer.from("姓名,電話\n陳大文,9123"), "陳大文"],
    ["utf-8", Buffer.from("\uFEFF姓名,電話\n陳大文,9123"), "陳大文"],
    ["utf-16le", utf16("姓名,電話\n陳大文,9123", false), "陳大文"],
    ["utf-16be", utf16("姓名,電話\n陳大文,9123", true), "陳大文"],
    ["utf-16le", utf16("Name,Phone\nAnna,9123", false).subarray(2), "Anna"],
    ["big5", BIG5, "陳大文"],
    ["windows-1252", Buffer.from("name,mail\nRen\u00e9e,a@x\nJos\u00e9,b@x", "latin1"), "Renée"],
  ])("%s is recognised", async (encoding, bytes, name) => {
    expect(detectEncoding([bytes])).toBe(encoding);
    const { head, rows } = await read(bytes);
    expect(head.encoding).toBe(encoding);
    expect(rows[0]?.cells[0]).toBe(name);
  });

  it("keeps a list UTF-8 in which few characters are broken, and names the rows that hold them", async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `陳大文${i},9${i}`).join("\n");
    const { head, rows } = await read(
      Buffer.from(`姓名,電話\n${lines}\n`),
      Buffer.from([0x41, 0xff, 0x2c, 0x39, 0x0a]),
    );
    expect(head.encoding).toBe("utf-8");
    expect(rows.filter(({ problem }) => problem).map(({ row, problem }) => [row, problem])).toEqual([
      [201, "姓名 holds characters that could not be read."],
    ]);
  });
});

describe("a table", () => {
  it("finds its separator, its header and what is odd about it", async () => {
    expect((await read("Name;Phone\nAnna;1\nBen, Jr;2\n")).head.separator).toBe(";");
    expect((await read("sep=|\r\nName|Phone\r\nAnna|1\r\n")).rows[0]?.cells).toEqual(["Anna", "1"]);
    expect((await read("Name\tPhone\rAnna\t1\r")).rows[0]?.cells).toEqual(["Anna", "1"]);
    const doubled = await read("Name,Phone,Phone,\nAnna,1,2,3\n");
    expect(doubled.head.columns).toEqual(["Name", "Phone", "Phone (2)", "Column 4"]);
    expect(doubled.head.remarks).toEqual(["Two columns are called Phone: the later one is Phone (2) here."]);
    const headless = await read("Anna,anna@example.com\nBen,ben@example.com\n");
    expect(headless.head.columns).toEqual(["Column 1", "Column 2"]);
    expect(headless.rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("keeps formulas as text, counts lines over empty ones, and reports rows that are too wide or too long", async () => {
    const { rows } = await read(`Name,Note\n=1+1,x\n\n\nAnna,a,b\nBen,\n"Cid","${"y".repeat(20_000)}"\n`);
    expect(rows.map(({ row, line, problem }) => [row, line, problem?.slice(0, 20) ?? null])).toEqual([
      [1, 2, null],
      [2, 5, "The row has 3 cells "],
      [3, 6, null],
      [4, 7, "Note holds 20000 cha"],
    ]);
    expect(rows[0]?.cells[0]).toBe("=1+1");
    expect(rows[3]?.cells[1]).toHaveLength(1_000);
  });

  it("refuses what is no list, with the reason", async () => {
    const refusal = (...parts: (Buffer | string)[]) => refusalOf(read(...parts));
    expect((await refusal("")).message).toMatch(/no rows/);
    expect((await refusal(`${"a,".repeat(70)}b\n1\n`)).message).toMatch(/71 columns/);
    expect((await refusal(Buffer.from("d0cf11e0a1b11ae1", "hex"))).message).toMatch(/old or password-protected/);
    expect((await refusal(Buffer.from("504b030414000000", "hex"))).message).toMatch(/not a whole .xlsx/);
    expect((await refusal('"Name,Phone\nAnna,1\n')).message).toMatch(/header cannot be read/);
  });
});

describe("a workbook", () => {
  const book = async (rows: (string | number | boolean | Date | null)[][]) =>
    Buffer.from(
      await writeXlsx({
        sheets: [
          { name: "List", rows },
          { name: "Other", rows: [["no"]] },
        ],
      }),
    );

  it("gives its first sheet: whole numbers with all digits, days as days, formulas as text", async () => {
    const { head, rows } = await read(
      await book([
        ["Name", "Phone", "Birthday", "Rate", "VIP"],
        ["陳大文", 85291234567, new Date("1990-05-01T00:00:00Z"), 1.5, true],
        [null, null, null, null, null],
        ["=HYPERLINK(1)", null, new Date("2001-12-31T00:00:00Z"), null, null],
      ]),
    );
    expect(head).toMatchObject({
      format: "xlsx",
      encoding: null,
      columns: ["Name", "Phone", "Birthday", "Rate", "VIP"],
    });
    expect(rows.map(({ row, line, cells }) => [row, line, cells.slice(0, 5)])).toEqual([
      [1, 2, ["陳大文", "85291234567", "1990-05-01", "1.5", "TRUE"]],
      [2, 4, expect.arrayContaining(["=HYPERLINK(1)", "2001-12-31"])],
    ]);
  });

  it("that hides a huge cell is refused before it is read", async () => {
    const bytes = await book([["Name"], ["x".repeat(5_000_000)]]);
    expect(bytes.length).toBeLessThan(100_000);
    expect((await refusalOf(read(bytes))).message).toMatch(/too large|more than this server reads/);
    const cut = (await book([["Name"], ["Anna"]])).subarray(0, 900);
    expect((await refusalOf(read(cut))).message).toMatch(/not a whole .xlsx/);
  });
});
