import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailboxKey, maskMailbox, normalizeMailbox } from "./mailbox";

describe("a mailbox", () => {
  it("has one stored form, whatever the spelling (cases 2, 3)", () => {
    for (const [text, stored] of [
      ["You@Example.COM", "you@example.com"],
      [" a.b+c@example.com\t".trim(), "a.b+c@example.com"],
      ["a@bücher.example", "a@xn--bcher-kva.example"],
      ["a@例え.jp", "a@xn--r8jz45g.jp"],
      ["o'neil@example.com", "o'neil@example.com"],
    ] as const) {
      expect(normalizeMailbox(text), text).toBe(stored);
      expect(normalizeMailbox(stored)).toBe(stored);
    }
  });

  it("is refused when it is none, and never makes the check slow or throw (case 1)", () => {
    for (const text of [
      "",
      "@",
      "a@",
      "@b.c",
      "a@b",
      "a b@c.de",
      "a@b..c",
      "a..b@c.de",
      "a@c.de\nx",
      "ä@example.com",
      "a@1.2.3.4",
      "a@c.de/x",
      "a@user:pw@c.de",
    ]) {
      expect(normalizeMailbox(text), JSON.stringify(text)).toBeNull();
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."aZ09@@..+-_ é漢ß\u0000\u200D\uFEFF/:?#%[]\"'"), maxLength: 60 }),
        (text) => {
          const stored = normalizeMailbox(text);
          if (stored === null) return;
          expect(stored).toMatch(/^[\x21-\x7e]{1,254}$/);
          expect(normalizeMailbox(stored)).toBe(stored);
        },
      ),
      { numRuns: 2_000 },
    );
    const begun = performance.now();
    normalizeMailbox(`${"a.".repeat(50_000)}@example.com`);
    expect(performance.now() - begun).toBeLessThan(100);
  });

  it("shares its limits with its +tags, and shows two characters", () => {
    expect(mailboxKey("you+shop+x@example.com")).toBe("you@example.com");
    expect(mailboxKey("+odd@example.com")).toBe("+odd@example.com");
    expect(["you@example.com", "yo@example.com", "y@example.com"].map(maskMailbox)).toEqual([
      "yo*@example.com",
      "y*@example.com",
      "y*@example.com",
    ]);
  });
});
