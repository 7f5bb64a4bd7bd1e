import { normalizeMailbox } from "@/lib/auth/mailbox";
import { dateText } from "../accounts/account";
import { fold } from "../accounts/search-text";
import type { FieldType } from "./custom-field";

/** One stored piece of a value: its text, and the number or day to compare by. */
export interface StoredValue {
  value: string;
  numberValue: number | null;
  dateValue: Date | null;
}

export type RawValue = string | number | boolean | readonly (string | number | boolean)[];

const MOST_CHARACTERS = { text: 500, textarea: 5_000, url: 2_000, phone: 60, select: 100, multiselect: 100 };
const plain = (value: string): StoredValue => ({ value, numberValue: null, dateValue: null });

/** Reads a value of a field's type into what is stored; a text says which rule it breaks. Only a multiselect holds several. */
export function readValue(type: FieldType, options: readonly string[], raw: RawValue): StoredValue[] | string {
  const pieces = Array.isArray(raw) ? raw : [raw];
  if (pieces.length > 1 && type !== "multiselect") return "must be one value";
  const read = [...new Set(pieces.map((piece) => String(piece).trim()))].map((text) => readOne(type, options, text));
  const problem = read.find((each) => typeof each === "string");
  const values = read.filter((each) => typeof each !== "string");
  return problem ?? [...new Map(values.map((each) => [each.value, each])).values()];
}

function readOne(type: FieldType, options: readonly string[], text: string): StoredValue | string {
  if (text === "") return "must not be empty; null clears it";
  switch (type) {
    case "number": {
      const number = Number(text);
      return Number.isFinite(number) ? { ...plain(String(number)), numberValue: number } : "must be a number";
    }
    case "boolean":
      return /^(true|false)$/i.test(text) ? plain(text.toLowerCase()) : "must be true or false";
    case "date":
      return dateText.safeParse(text).success
        ? { ...plain(text), dateValue: new Date(`${text}T00:00:00Z`) }
        : "must be a date as YYYY-MM-DD";
    case "select":
    case "multiselect":
      return chosen(options, text);
    case "email": {
      const address = normalizeMailbox(text);
      return address ? plain(address) : "must be an e-mail address";
    }
    case "url":
      return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? bounded(type, text) : "must be a web address";
    default:
      return bounded(type, text);
  }
}

/** The option that a text means, as it is spelt in the list: "Dry" is dry. */
export function optionOf(options: readonly string[], text: string): string | undefined {
  return options.find((option) => option === text) ?? options.find((option) => fold(option) === fold(text));
}

function chosen(options: readonly string[], text: string): StoredValue | string {
  const option = optionOf(options, text);
  return option === undefined ? `must be one of ${options.join(", ")}` : plain(option);
}

function bounded(type: keyof typeof MOST_CHARACTERS, text: string): StoredValue | string {
  const most = MOST_CHARACTERS[type];
  return text.length <= most ? plain(text) : `must have at most ${most} characters`;
}
