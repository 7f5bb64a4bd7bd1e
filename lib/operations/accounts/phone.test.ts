import { describe, expect, it } from "vitest";
import { readPhone, ruleOfPhone } from "./phone";

describe("a phone", () => {
  it.each([
    ["9123 4567", "HK", "+85291234567"],
    ["4123 4567", "HK", "+85241234567"],
    ["(852) 2345-6789", "HK", "+85223456789"],
    ["６６１２ ３４５６", "MO", "+85366123456"],
    ["+86 138 0013 8000", "HK", "+8613800138000"],
    ["+44 7911 123456", "HK", "+447911123456"],
    ["0412 345 678", "AU", "+61412345678"],
  ])("%s of %s is %s", (text, region, e164) => {
    expect(readPhone(text, region)?.e164).toBe(e164);
  });

  it.each([
    ["9123 456", "HK", "has 7 digits, and phones of +852 have 8"],
    ["+852 9123 456", "GB", "has 7 digits, and phones of +852 have 8"],
    ["2345 678", "HK", "has 7 digits, and phones of +852 have 8"],
    ["9123 45678", "HK", "has 9 digits, and phones of +852 have 8"],
    ["6612 345", "MO", "has 7 digits, and phones of +853 have 8"],
    ["1823", "HK", expect.stringMatching(/^must be a phone number/)],
    ["ask", "HK", expect.stringMatching(/^must be a phone number/)],
    ["1".repeat(41), "HK", expect.stringMatching(/^must be a phone number/)],
  ])("%s of %s is refused by name", (text, region, rule) => {
    expect(readPhone(text, region)).toBeNull();
    expect(ruleOfPhone(text, region)).toEqual(rule);
  });
});
