import { readdirSync, readFileSync } from "node:fs";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorBody, type ErrorCode, OperationError, type RefusalReason } from "@/lib/kernel/errors";
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

const { quota: _, ...refusals } = en.refusals;
const reasons = Object.keys(refusals) as RefusalReason[];
/** Every detail that a sentence may be filled in with. */
const DETAILS = {
  name: "7",
  slug: "7",
  status: "cancelled",
  most: 7,
  count: 7,
  bookings: 7,
  taken: 7,
  comingBookings: 7,
};

/** Every refusal in the source that names a reason. */
const sites = readdirSync("lib/operations", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...readFileSync(`lib/operations/${file}`, "utf8").matchAll(/\breason: "(\w+)",[\s\S]*?\}\);/g)].map(
      ([source, reason]) => ({ file, source, reason: reason as RefusalReason }),
    ),
  );

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

  it("has the same words for refusals in every language", () => {
    expect(Object.keys(zhHant.refusals)).toEqual(Object.keys(en.refusals));
  });

  it.each(reasons)("says in both languages what stood in the way: %s", (reason) => {
    const error = new OperationError("conflict", { reason, message: "for programs", details: DETAILS }).toBody();
    for (const text of Object.values(words(error, "zh-Hant"))) expect(isChinese(text), text).toBe(true);
    for (const text of Object.values(words(error, "en"))) {
      expect(isChinese(text), text).toBe(false);
      expect(text).toMatch(/^[A-Z“7][^{}_]+\.$/);
    }
  });

  it.each(sites)("gives the sentence of $reason what fills it in, in $file", ({ reason, source }) => {
    const [, name] = /\{(\w+)/.exec(en.refusals[reason].title) ?? [];
    if (name) expect(source).toMatch(new RegExp(`details: \\{[\\s\\S]*\\b${name}\\b`));
  });

  it.each(["customers", "bookingsPerMonth", "mcpCallsPerMonth"])("names the quota that is used up: %s", (quotaCode) => {
    const error = new OperationError("limit_reached", { details: { quotaCode, used: 1000, limit: 1000 } }).toBody();
    expect(words(error, "en").title).toContain("1,000");
    expect(words(error, "zh-Hant").title).toContain("1,000");
  });

  it.each([
    ["tagName", { name: "VIP" }, "There is already a tag called “VIP”.", "已有名為「VIP」的標籤。"],
    ["bookingState", { status: "cancelled" }, /^The booking is cancelled; /, /^預約已取消，/],
    ["staffBooked", { comingBookings: 1 }, "This person has 1 coming booking.", "此人尚有 1 個未來的預約。"],
    ["bookedClass", { bookings: 3 }, "3 people have booked this class.", "有 3 人預約了這個課堂。"],
  ] as const)("fills in what is known: %s", (reason, details, english, chinese) => {
    const error = new OperationError("precondition_failed", { reason, message: "for programs", details }).toBody();
    expect(words(error, "en").title).toMatch(english);
    expect(words(error, "zh-Hant").title).toMatch(chinese);
  });

  it("leaves a code alone that says it all", () => {
    expect(refusalWords(new OperationError("code_expired").toBody())).toBeUndefined();
  });
});
