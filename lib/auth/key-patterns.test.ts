import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generateKey, isWellFormedKey } from "./keys";

/** The patterns that people copy into their scanners, as they stand in the documentation. */
const patterns = {
  gitleaks: new RegExp(/regex = '''(.+)'''/.exec(readFileSync("docs/leaks/gitleaks.toml", "utf8"))?.[1] ?? "$^"),
  github: new RegExp(
    /\| Secret format \| `(.+?)`/.exec(readFileSync("docs/leaks/github-custom-pattern.md", "utf8"))?.[1] ?? "$^",
  ),
};

describe.each(Object.entries(patterns))("the %s pattern", (_, pattern) => {
  it("finds every key we make, wherever it was pasted", () => {
    for (let n = 0; n < 200; n++) {
      const key = generateKey();
      for (const text of [key, `FAVCRM_API_KEY=${key}`, `{"key":"${key}"}`, `Bearer ${key}\n`, `(${key})`]) {
        expect(pattern.exec(text)?.[0]).toBe(key);
      }
    }
  });

  it("leaves what only looks like one to the checksum", () => {
    const lookalike = "fav_mcp_000000000000000000000000000000000000";
    expect(pattern.test(lookalike)).toBe(true);
    expect(isWellFormedKey(lookalike)).toBe(false);
    expect(pattern.test(generateKey().slice(0, -1))).toBe(false);
  });
});
