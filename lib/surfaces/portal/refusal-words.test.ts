import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorBody, type ErrorCode, OperationError } from "@/lib/kernel/errors";
import en from "@/messages/en";
import zhHant from "@/messages/zh-Hant";
import { refusalWords } from "./refusal-words";

const LANGUAGES = [
  ["en", en],
  ["zh-Hant", zhHant],
] as const;
const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

/** What an error says to a person in a language: the words of its own if it has some. */
function words(error: ErrorBody, locale: "en" | "zh-Hant"): { title: string; step: string } {
  const messages = locale === "en" ? en : zhHant;
  const own = refusalWords(error);
  if (!own) return messages.errors[error.code as ErrorCode];
  const t = createTranslator({ locale, messages, namespace: "refusals" });
  return { title: t(`${own.key}.title`, own.values), step: t(`${own.key}.step`, own.values) };
}

/** Codes whose own sentence does not say what stood in the way, so that each refusal must bring words of its own. */
const GENERAL =
  /new OperationError\(\s*"(?:conflict|precondition_failed|forbidden)",\s*\{\s*message:\s*(?:"([^"]+)"|`([^`]+)`)/g;

/** Every refusal of a general code in the source, with 7 for what is filled in. */
function refusalsOf(folder: string): string[] {
  const root = path.join(import.meta.dirname, "../..", folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts") && !/\.test\.|testing/.test(file));
  return sources.flatMap((file) =>
    [...readFileSync(path.join(root, file), "utf8").matchAll(GENERAL)].map(([, plain, template]) =>
      (plain ?? template ?? "").replace(/\$\{countOf\([^,]+, "([^"]+)"[^}]*\}/g, "7 $1").replace(/\$\{[^}]*\}/g, "7"),
    ),
  );
}

const sources = [...refusalsOf("operations"), ...refusalsOf("kernel"), ...refusalsOf("auth")];

describe("what people read when something is refused", () => {
  it.each(LANGUAGES)(
    "has a sentence, a reason and a next step for every code in %s, and no others",
    (locale, messages) => {
      expect(Object.keys(messages.errors).sort()).toEqual([...codes].sort());
      for (const [code, { title, body, step }] of Object.entries(messages.errors)) {
        for (const text of [title, body, step]) {
          expect(text.length, code).toBeGreaterThan(3);
          expect(isChinese(text), `${code}: ${text}`).toBe(locale === "zh-Hant");
        }
      }
    },
  );

  it("finds the refusals in the source", () => expect(sources.length).toBeGreaterThan(50));

  it.each(sources)("says in both languages what stood in the way: %s", (message) => {
    const error = new OperationError("conflict", { message }).toBody();
    expect(refusalWords(error), "a line in refusal-words.ts and refusals.json").toBeDefined();
    for (const text of Object.values(words(error, "zh-Hant"))) expect(isChinese(text), text).toBe(true);
    for (const text of Object.values(words(error, "en"))) expect(isChinese(text), text).toBe(false);
    for (const text of Object.values(words(error, "en"))) expect(text).toMatch(/^[A-Z“7][^{}_]+\.$/);
  });

  it.each(["customers", "bookingsPerMonth", "mcpCallsPerMonth"])("names the quota that is used up: %s", (quotaCode) => {
    const error = new OperationError("limit_reached", { details: { quotaCode, used: 1000, limit: 1000 } }).toBody();
    expect(words(error, "en").title).toContain("1,000");
    expect(words(error, "zh-Hant").title).toContain("1,000");
  });

  it.each([
    ['name: there is already a tag "VIP"', "There is already a tag called “VIP”.", "已有名為「VIP」的標籤。"],
    ["The booking is cancelled; it cannot be moved.", /^The booking is cancelled; /, /^預約已取消，/],
    ["Anna has 1 coming bookings.", "This person has 1 coming booking.", "此人尚有 1 個未來的預約。"],
    ["3 people have booked this class.", "3 people have booked this class.", "有 3 人預約了這個課堂。"],
  ])("fills in what is known: %s", (message, english, chinese) => {
    const error = new OperationError("precondition_failed", { message }).toBody();
    expect(words(error, "en").title).toMatch(english);
    expect(words(error, "zh-Hant").title).toMatch(chinese);
  });

  it("leaves a code alone that says it all", () => {
    expect(refusalWords(new OperationError("code_expired").toBody())).toBeUndefined();
  });
});
