import { z } from "zod";
import { idField } from "@/lib/kernel/fields";

/** Fields that a column can fill, with the headers by which a column is recognised without a mapping. */
export const IMPORT_FIELDS = {
  name: [
    "name",
    "full name",
    "customer",
    "customer name",
    "client",
    "client name",
    "member name",
    "contact name",
    "姓名",
    "名稱",
    "名字",
    "客戶",
    "客戶姓名",
    "客戶名稱",
    "會員姓名",
    "顧客",
    "英文姓名",
    "英文名",
  ],
  localName: ["local name", "chinese name", "name (chinese)", "中文姓名", "中文名", "中文名字"],
  firstName: ["first name", "given name", "forename", "名"],
  lastName: ["last name", "family name", "surname", "姓", "姓氏"],
  email: [
    "email",
    "e-mail",
    "mail",
    "email address",
    "e-mail address",
    "電郵",
    "電郵地址",
    "電子郵件",
    "電子郵箱",
    "電子信箱",
  ],
  phone: [
    "phone",
    "mobile",
    "tel",
    "telephone",
    "phone number",
    "phone no",
    "phone no.",
    "mobile number",
    "mobile no",
    "mobile no.",
    "mobile phone",
    "cell",
    "cell phone",
    "contact number",
    "whatsapp",
    "電話",
    "電話號碼",
    "手機",
    "手機號碼",
    "手提",
    "手提電話",
    "流動電話",
    "聯絡電話",
    "行動電話",
  ],
  language: ["language", "preferred language", "語言"],
  gender: ["gender", "sex", "性別"],
  dateOfBirth: [
    "date of birth",
    "birthday",
    "birth date",
    "dob",
    "birthdate",
    "d.o.b.",
    "生日",
    "出生日期",
    "出生年月日",
  ],
  address: ["address", "home address", "postal address", "地址", "住址", "通訊地址"],
  notes: ["notes", "note", "remarks", "remark", "comment", "comments", "備註", "備注", "附註"],
  memberCode: [
    "member code",
    "member number",
    "member no",
    "member no.",
    "member id",
    "membership number",
    "card number",
    "card no",
    "card no.",
    "會員編號",
    "會員號碼",
    "會員卡號",
    "卡號",
  ],
  lifeStage: ["life stage", "stage", "status", "階段", "狀態"],
  type: ["type", "customer type", "類別", "類型"],
  source: ["source", "channel", "來源"],
} as const;
export type ImportField = keyof typeof IMPORT_FIELDS;
export const IMPORT_FIELD_NAMES = Object.keys(IMPORT_FIELDS) as [ImportField, ...ImportField[]];

/** A column may also hold tags, or a custom field of customers. */
const TAG_HEADERS = ["tags", "tag", "labels", "label", "groups", "group", "標籤", "標記", "分組", "組別"];
export type ImportTarget = ImportField | "tags" | `custom:${string}`;

export const importTarget = z.union([
  z.enum([...IMPORT_FIELD_NAMES, "tags", "ignore"]),
  z.string().regex(/^custom:.{1,100}$/, "must be a field, tags, ignore, or custom: and a custom field's name or label"),
]);

export const ON_IMPORT_DUPLICATE = ["hold", "merge", "link", "share"] as const;
export type OnImportDuplicate = (typeof ON_IMPORT_DUPLICATE)[number];
export const DATE_ORDERS = ["ymd", "dmy", "mdy"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

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

/** What a mapping needs to know of a custom field. */
interface NamedField {
  fieldName: string;
  fieldLabel: string;
}

export const rowJoin = z.object({
  row: z.int(),
  kind: z.enum(["merge", "link"]),
  /** The customer it goes to, or null when an earlier row of the same list becomes that customer. */
  accountId: z.string().nullable(),
  name: z.string(),
  otherRow: z.int().nullable(),
});

/**
 * What each column fills: as told, else by its header; what is no list is filled by the first such column only, and not by
 * its header when another column was told to. Of two columns that both look like the name, the Chinese one is the name in
 * the customer's own script.
 */
export function mappingOf(
  columns: readonly string[],
  told: Record<string, string> = {},
  customFields: readonly NamedField[] = [],
): Record<string, ImportTarget> {
  const targetAs = (name: string | undefined) => (name === undefined ? undefined : targetOf(name, customFields));
  const isTold = (column: string) => Object.hasOwn(told, column);
  const promised = new Set(columns.filter(isTold).map((column) => targetAs(told[column])));
  const mapping: Record<string, ImportTarget> = {};
  const taken = new Set<string>();
  for (const column of columns) {
    const target = targetAs(isTold(column) ? told[column] : recognise(column, customFields));
    if (!target) continue;
    if (target !== "tags") {
      if (taken.has(target) || (promised.has(target) && !isTold(column))) continue;
      taken.add(target);
    }
    mapping[column] = target;
  }
  return withTwoNames(mapping, columns, isTold);
}

/** `姓名` beside `Name`, or `客戶` beside `英文姓名`; what was told stays. */
function withTwoNames(
  mapping: Record<string, ImportTarget>,
  columns: readonly string[],
  isTold: (column: string) => boolean,
): Record<string, ImportTarget> {
  const named = columns.find((column) => mapping[column] === "name");
  const second = columns.find((column) => !mapping[column] && !isTold(column) && recognise(column, []) === "name");
  if (!named || !second || Object.values(mapping).includes("localName")) return mapping;
  const [local, other] = [named, second].sort((a, b) => Number(isOfLatin(a)) - Number(isOfLatin(b)));
  if (!local || !other || isTold(local) || isOfLatin(local) || !isOfLatin(other)) return mapping;
  return { ...mapping, [local]: "localName", [other]: "name" };
}

const isOfLatin = (header: string) => !/\p{Script=Han}/u.test(header) || header.includes("英文");

function targetOf(name: string, customFields: readonly NamedField[]): ImportTarget | undefined {
  if (!name.startsWith("custom:")) return name === "tags" ? name : IMPORT_FIELD_NAMES.find((field) => field === name);
  const custom = customFieldOf(name.slice("custom:".length), customFields);
  return custom ? `custom:${custom.fieldName}` : (name as ImportTarget);
}

function customFieldOf(name: string, fields: readonly NamedField[]): NamedField | undefined {
  return (
    fields.find(({ fieldName }) => fieldName === name) ??
    fields.find(({ fieldName, fieldLabel }) => [plain(fieldLabel), plain(fieldName)].includes(plain(name)))
  );
}

function recognise(column: string, customFields: readonly NamedField[]): string | undefined {
  const header = plain(column.replace(/ \(\d+\)$/, ""));
  const field = IMPORT_FIELD_NAMES.find(
    (name) =>
      name.toLowerCase() === header.replaceAll(" ", "") || (IMPORT_FIELDS[name] as readonly string[]).includes(header),
  );
  if (field) return field;
  if (TAG_HEADERS.includes(header)) return "tags";
  const custom = customFieldOf(header, customFields);
  return custom && `custom:${custom.fieldName}`;
}
