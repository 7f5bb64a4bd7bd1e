import { describe, expect, it } from "vitest";
import { withSwitches } from "./mutant-switches.mjs";
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

  it("leave types, imports, joined texts, the heads of loops and a parent's constructor alone", () => {
    const text =
      'import a from "a";\ntype T = 1 | true;\nfor (let i = 0; i < 3; i++) {}\nconst b = "x" + a;\n' +
      "class C extends D { constructor() { super(a); } }";
    expect(changed(text)).toEqual([]);
  });
});

describe("a source with all its faults asleep", () => {
  const source = `
    const found = list?.some((each) => each.tags.filter(Boolean).length > 1) ? 1 : 2;
    if (!found) throw new Error("none");
    else counted.push(found === 1 && 7);
    return [...counted, sql\`SELECT 1 FROM keys WHERE id = ${"$"}{found} AND gone IS NULL\`];`;
  const mutants = mutantsOf("a.ts", source).map((mutant, index) => ({ ...mutant, id: index + 1 }));

  /** What a source answers, or throws, with one fault awake. */
  const outcome = (text: string, awake: number) => {
    const plain = text.replaceAll(" as boolean", "").replaceAll("globalThis.", "");
    const run = new Function("list", "counted", "sql", "Error", "__fault", plain);
    const sql = (texts: string[], ...values: unknown[]) => JSON.stringify([texts, values]);
    const of = (list: unknown) => {
      try {
        return run(list, [0], sql, TypeError, (id: number) => id === awake);
      } catch (error) {
        return String(error);
      }
    };
    return [undefined, [], [{ tags: [1, 2] }], [{ tags: [0, 1] }, { tags: [1, 2] }]].map(of);
  };

  it("does what the source does", () => {
    expect(outcome(withSwitches(source, mutants), 0)).toEqual(outcome(source, 0));
  });

  it.each(mutants.map((mutant) => [mutant.id, `${mutant.was} → ${mutant.text}`, mutant] as const))(
    "does what the source with fault %i does when that wakes: %s",
    (id, _, mutant) => {
      expect(outcome(withSwitches(source, mutants), id)).toEqual(outcome(apply(source, mutant), 0));
    },
  );
});
