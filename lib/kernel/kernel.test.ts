import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromDatabaseError, isDuplicate, isRetryable } from "./database-errors";
import { ERROR_CODES, type ErrorCode, OperationError } from "./errors";
import { pageOf } from "./fields";
import { base62, newId, randomPart } from "./ids";
import { scrub } from "./log";
import { toDecimal, toMinor } from "./money";
import { redact } from "./redaction";

describe("ids", () => {
  it("sort by the time they were made, carry their prefix, and never repeat", () => {
    const ids = Array.from({ length: 2_000 }, () => newId("svc"));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^svc_[0-9A-Za-z]{24}$/);
    const times = ids.map((id) => id.slice(4, 12));
    expect(times).toEqual(times.toSorted());
    expect([base62(0, 3), base62(61, 3), base62(62, 3), randomPart(30).length]).toEqual(["000", "00z", "010", 30]);
  });
});

describe("money", () => {
  it("survives the way to the wire and back, in every currency's own decimals", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n - 10n ** 15n, max: 10n ** 15n - 1n }),
        fc.constantFrom("HKD", "JPY", "BHD", "CLF", "HUF", "IDR"),
        (minor, currency) => {
          expect(toMinor(toDecimal(minor, currency), currency)).toBe(minor);
        },
      ),
    );
    expect([toDecimal(10_000n, "HKD"), toDecimal(5n, "BHD"), toDecimal(-5n, "HKD"), toDecimal(7n, "JPY")]).toEqual([
      "100.00",
      "0.005",
      "-0.05",
      "7",
    ]);
    expect([
      toMinor("100.5", "HKD"),
      toMinor("100.555", "HKD"),
      toMinor("1.5", "JPY"),
      toMinor("1e3", "HKD"),
      toMinor("", "HKD"),
    ]).toEqual([10_050n, null, null, null, null]);
  });
});

describe("errors", () => {
  it("carry code, kind, message and hint, and nothing of their cause", () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      const body = new OperationError(code, { cause: new Error("SELECT secret"), details: { n: 1 } }).toBody();
      expect(Object.keys(body)).toEqual(["code", "kind", "message", "hint", "details"]);
      expect(JSON.stringify(body)).not.toContain("SELECT");
    }
  });

  it("of the database are told apart: try again, unavailable, taken, not there, ours", () => {
    const with_ = (code: string) => Object.assign(new Error("x"), { cause: { cause: { originalCode: code } } });
    expect(["40001", "40P01"].map((code) => isRetryable(with_(code)))).toEqual([true, true]);
    expect(["23505", "23P01"].map((code) => isDuplicate(with_(code)))).toEqual([true, true]);
    for (const code of ["08006", "57P01", "53300", "25006", "ECONNREFUSED", "P2024"])
      expect(fromDatabaseError(with_(code))?.code, code).toBe("unavailable");
    expect([fromDatabaseError(with_("23503"))?.code, fromDatabaseError(with_("23505"))?.code]).toEqual([
      "not_found",
      "conflict",
    ]);
    expect([fromDatabaseError(with_("42P01")), fromDatabaseError(new Error("odd")), fromDatabaseError("text")]).toEqual(
      [undefined, undefined, undefined],
    );
  });
});

describe("pages", () => {
  it("say that there is more exactly when there is", () => {
    const page = (rows: number[], limit: number) => pageOf(rows, limit, (row) => row, String);
    expect(page([1, 2, 3], 2)).toEqual({ items: [1, 2], nextCursor: "2" });
    expect(page([1, 2], 2)).toEqual({ items: [1, 2] });
    expect(page([], 2)).toEqual({ items: [] });
  });
});

describe("what is stored or logged", () => {
  it("has its keys, addresses and NULs taken out, and is bounded", () => {
    const key = `fav_mcp_${"a".repeat(36)}`;
    expect(redact({ note: `my key is ${key}`, deep: [{ x: `x_${key}` }], big: 5n })).toEqual({
      note: "my key is [redacted]",
      deep: [{ x: "x_[redacted]" }],
      big: "5",
    });
    expect(redact({ a: "x\u0000y" })).toEqual({ a: "x\uFFFDy" });
    expect(redact({ a: "x".repeat(10_000) })).toEqual({ truncated: true, characters: 10_008, fields: ["a"] });
    expect(redact(undefined)).toBeNull();
    expect(scrub(`${key} of someone+tag@mail.example.com failed`)).toBe("[key] of [mailbox] failed");
  });
});
