import { z } from "zod";
import { idField } from "@/lib/kernel/fields";

/** Fields that a column can fill, with the headers by which a column is recognised without a mapping. */
export const IMPORT_FIELDS = {
  name: ["name", "full name", "customer", "customer name", "姓名", "名稱", "客戶", "英文姓名"],
  localName: ["local name", "chinese name", "中文姓名", "中文名"],
  firstName: ["first name", "given name", "名"],
  lastName: ["last name", "family name", "surname", "姓"],
  email: ["email", "e-mail", "mail", "email address", "電郵", "電子郵件"],
  phone: ["phone", "mobile", "tel", "telephone", "phone number", "mobile number", "電話", "手機", "手提電話"],
  language: ["language", "語言"],
  gender: ["gender", "sex", "性別"],
  dateOfBirth: ["date of birth", "birthday", "dob", "birthdate", "生日", "出生日期"],
  address: ["address", "地址"],
  notes: ["notes", "remarks", "comment", "備註"],
  memberCode: ["member code", "member number", "card number", "會員編號"],
  lifeStage: ["life stage", "stage"],
  type: ["type"],
  source: ["source", "來源"],
} as const;
export type ImportField = keyof typeof IMPORT_FIELDS;
export const IMPORT_FIELD_NAMES = Object.keys(IMPORT_FIELDS) as [ImportField, ...ImportField[]];

export const importIdField = idField("imp", "Id of an import, from import_accounts.");

export const rowProblem = z.object({ row: z.int(), field: z.string(), value: z.string(), rule: z.string() });
export type RowProblem = z.output<typeof rowProblem>;

export const rowDuplicate = z.object({
  row: z.int(),
  matchedOn: z.array(z.string()),
  /** The customer who has the mail or phone, or null when an earlier row of the same list has it. */
  accountId: z.string().nullable(),
  name: z.string(),
  otherRow: z.int().nullable(),
});
export type RowDuplicate = z.output<typeof rowDuplicate>;

const plain = (header: string) =>
  header
    .normalize("NFKC")
    .replace(/[_\s]+/g, " ")
    .trim()
    .toLowerCase();

/** Which field each column fills: as told, else by its header; a field is filled by the first column only. */
export function mappingOf(
  columns: readonly string[],
  told: Record<string, string> | undefined,
): Record<string, ImportField> {
  const mapping: Record<string, ImportField> = {};
  const taken = new Set<string>();
  for (const column of columns) {
    const named = told ? told[column] : recognise(column);
    const field = IMPORT_FIELD_NAMES.find((name) => name === named);
    if (!field || taken.has(field)) continue;
    taken.add(field);
    mapping[column] = field;
  }
  return mapping;
}

function recognise(column: string): string | undefined {
  const header = plain(column);
  return IMPORT_FIELD_NAMES.find(
    (name) =>
      name.toLowerCase() === header.replaceAll(" ", "") || (IMPORT_FIELDS[name] as readonly string[]).includes(header),
  );
}
