import { describe, expect, it } from "vitest";
import { apply, mutantsOf } from "./mutants.mjs";

const changed = (text: string) => mutantsOf("a.ts", text).map((mutant) => apply(text, mutant));

describe("faults put into a source", () => {
  it("move a bound, turn a condition, and forget a refusal", () => {
    expect(changed("if (a < 5) throw b;")).toEqual([
      "if ((true as boolean)) throw b;",
      "if ((false as boolean)) throw b;",
      "if (a <= 5) throw b;",
      "if (a < 6) throw b;",
      "if (a < 5) ;",
    ]);
  });

  it("forget each condition of an SQL text, to its own end", () => {
    const sql = (conditions: string) => `const q = db\`SELECT 1 FROM keys WHERE ${conditions}\`;`;
    const found = changed(sql("id = any(" + "$" + "{ids}) AND (gone IS NULL OR gone > now())"));
    expect(found).toContain(sql("true AND (gone IS NULL OR gone > now())"));
    expect(found).toContain(sql("id = any($" + "{ids}) AND true"));
    expect(found).toContain(sql("id = any($" + "{ids}) AND (gone IS NOT NULL OR gone > now())"));
    expect(found).toContain(sql("id = any($" + "{ids}) AND (gone IS NULL OR gone >= now())"));
  });

  it("leave types, imports, joined texts and the heads of loops alone", () => {
    const text = 'import a from "a";\ntype T = 1 | true;\nfor (let i = 0; i < 3; i++) {}\nconst b = "x" + a;';
    expect(changed(text)).toEqual([]);
  });
});
