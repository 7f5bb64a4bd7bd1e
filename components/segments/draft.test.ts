import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Criteria, parseCriteria } from "@/lib/operations/segments/criteria";
import { changed, type Draft, type DraftGroup, emptyGroup, isComplete, toCriteria, toDraft } from "./draft";

const condition = fc.oneof(
  fc.record({
    field: fc.constantFrom("name", "email"),
    op: fc.constant("contains"),
    value: fc.constantFrom("a", "陳"),
  }),
  fc.record({ field: fc.constant("lifeStage"), op: fc.constant("in"), value: fc.constant(["lead", "vip"]) }),
  fc.record({ field: fc.constant("hasBooking"), op: fc.constant("is"), value: fc.boolean() }),
  fc.record({
    field: fc.constant("lastActivityAt"),
    op: fc.constant("older_than_days"),
    value: fc.integer({ min: 0, max: 900 }),
  }),
  fc.record({ field: fc.constant("phone"), op: fc.constantFrom("is_set", "is_empty") }),
);
const { tree } = fc.letrec<{ tree: Criteria }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: condition }),
    fc.record({ not: fc.record({ any: fc.array(condition, { minLength: 2, maxLength: 3 }) }) }),
  ) as fc.Arbitrary<Criteria>,
}));

describe("a draft of criteria", () => {
  it("comes back as it was stored, a lone condition in a group of its own", () => {
    fc.assert(
      fc.property(tree, (criteria) => {
        const back = toCriteria(toDraft(criteria));
        const expected = "field" in criteria ? { all: [criteria] } : criteria;
        expect(back).toEqual(expected);
        expect(parseCriteria(back)).toEqual(expected);
        expect(isComplete(toDraft(criteria))).toBe(true);
      }),
    );
  });

  it("is everybody without conditions, also when only empty groups are left", () => {
    expect(toCriteria(toDraft(null))).toBeNull();
    expect(toCriteria({ ...emptyGroup("any"), members: [emptyGroup("none")] })).toBeNull();
  });

  it("says none of these as not any", () => {
    const members: Draft[] = ["vip", "lead"].map((value, index) => ({
      kind: "condition",
      key: `c${index}`,
      field: "lifeStage",
      op: "is",
      values: [value],
    }));
    const root: DraftGroup = { ...emptyGroup("none"), members };
    expect(toCriteria(root)).toEqual({
      not: {
        any: [
          { field: "lifeStage", op: "is", value: "vip" },
          { field: "lifeStage", op: "is", value: "lead" },
        ],
      },
    });
  });

  it("knows which condition still wants a value", () => {
    const root = toDraft({ all: [{ field: "name", op: "is", value: "Anna" }] });
    const [part] = root.members;
    if (!part) throw new Error("no part");
    const emptied = changed(root, part.key, (old) => (old.kind === "condition" ? { ...old, values: [""] } : old));
    expect(isComplete(emptied)).toBe(false);
    expect(changed(root, part.key, () => null).members).toEqual([]);
    expect(changed(root, root.key, () => null).members).toEqual([]);
  });
});
