import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { isOperationError } from "@/lib/kernel/errors";
import { isOfferedTo } from "@/lib/kernel/operation";
import { type FieldProblem, inputSchemaOf, validate } from "@/lib/kernel/validation";
import { operations } from "@/lib/operations";
import en from "@/messages/en";
import zhHant from "@/messages/zh-Hant";
import { wordsFor } from "./field-rules";

/** What people get wrong in a form: nothing, too little, too much, the wrong kind. */
const MISTAKES = [
  undefined,
  "",
  "x",
  "x y",
  "line\nbreak",
  "x".repeat(30_000),
  "2026-13-45",
  "2026-02-30",
  "12:99",
  "#12",
  -1,
  1.5,
  1e15,
  Number.NaN,
  [],
  Array(2_000).fill("x"),
];

/** The validator's own wordings; an operation's own ("must be …") may say more than the table knows. */
const OF_VALIDATOR = /^(too |invalid |is required|must have at )/;
/** Nothing is known about such a rule that could help a person more than an example does. */
const SAYS_NOTHING = /^(invalid input|invalid string: must match pattern .+)$/;

function problemsWith(schema: ReturnType<typeof inputSchemaOf>, field: string, value: unknown): FieldProblem[] {
  try {
    validate(schema, { [field]: value });
    return [];
  } catch (error) {
    if (!isOperationError(error)) throw error;
    const { fields = [] } = (error.details ?? {}) as { fields?: FieldProblem[] };
    return fields.filter((problem) => problem.field === field);
  }
}

describe("what is wrong with a field", () => {
  it("is said in a sentence for people, whatever field of whatever form it is", () => {
    const unknown = new Set<string>();
    let seen = 0;
    for (const operation of operations.filter((each) => isOfferedTo(each, "portal"))) {
      const schema = inputSchemaOf(operation);
      for (const field of Object.keys(operation.input.shape)) {
        for (const { rule } of MISTAKES.flatMap((value) => problemsWith(schema, field, value))) {
          seen += 1;
          if (OF_VALIDATOR.test(rule) && !wordsFor(rule) && !SAYS_NOTHING.test(rule))
            unknown.add(`${operation.name}.${field}: ${rule}`);
        }
      }
    }
    expect(seen).toBeGreaterThan(500);
    expect([...unknown]).toEqual([]);
  });

  it.each([
    ["must be an ISO 4217 code in capitals", "currency"],
    ["must be the organisation's name, letter for letter", "ownName"],
    ["must be a PNG, JPEG or WebP picture of at most 256 kB", "picture"],
    ["must hold a whole FavCRM key (fav_mcp_ and 36 letters or digits)", "wholeKey"],
    ["must not contain line breaks, control or text-direction characters", "invisible"],
    ['must be a time such as "09:30" (00:00 to 24:00)', "time"],
    ["must be a day that exists, YYYY-MM-DD", "realDay"],
    ["must not be before dateFrom", "later"],
    ["must be the 6 digits from the mail, as a text", "code"],
    ["must be a phone number, with +country if it is not of the company's country", "phone"],
    ["has 7 digits, and phones of +852 have 8", "phoneDigits"],
  ])("knows “%s”", (rule, key) => expect(wordsFor(rule)?.key).toBe(key));

  it.each([
    ["must have at least 2 characters", "Write at least 2 characters.", "最少要有 2 個字元。"],
    ["too big: expected number to be <=100", "The largest number that fits is 100.", "數字不可大於 100。"],
    ["must be one e-mail address", /looks like mei@example\.com/, /mei@example\.com/],
    ["overlaps 10:00–18:00 of the same day", "This overlaps 10:00–18:00 of the same day.", /10:00–18:00/],
    [
      "must be at most 1: an appointment of this service is for one person",
      "An appointment of this service is for one person.",
      /最多 1 人/,
    ],
    ["must leave a date ahead: every date of this class is over", /over already/, /已過去/],
    ["must not have more decimals than JPY", "JPY has fewer decimals than this amount.", /JPY/],
    [
      "happens twice in Europe/Paris: the clocks are put back; send the instant with Z",
      /Europe\/Paris/,
      /Europe\/Paris/,
    ],
  ])("“%s” reads well in both languages", (rule, english, chinese) => {
    const words = wordsFor(rule);
    if (!words) throw new Error("unknown");
    const inEnglish = createTranslator({ locale: "en", messages: en, namespace: "form.rule" });
    const inChinese = createTranslator({ locale: "zh-Hant", messages: zhHant, namespace: "form.rule" });
    expect(inEnglish(words.key, words.values)).toMatch(english);
    expect(inChinese(words.key, words.values)).toMatch(chinese);
  });

  it("leaves an operation's own words alone where they say more than the table knows", () => {
    expect(wordsFor("holds customers; move them first")).toBeUndefined();
  });
});
