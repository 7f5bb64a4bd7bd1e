import { describe, expect, it } from "vitest";
import { type BoardStage, type DealCard, filled, moved, stageBeside } from "./deal-card";

const card = (id: string, stageId: string): DealCard => ({
  id,
  name: id,
  stageId,
  version: 1,
  amount: null,
  customer: null,
  closing: null,
  owner: null,
});
const stage = (id: string): BoardStage => ({ id, name: id, outcome: "open", count: "0", amount: "", moreHref: null });

describe("the board", () => {
  it("moves one card and leaves the order of the others", () => {
    const cards = [card("c", "lead"), card("b", "won"), card("a", "lead")];
    const after = moved(cards, { dealId: "c", stageId: "won" });
    expect(after.filter(({ stageId }) => stageId === "won").map(({ id }) => id)).toEqual(["c", "b"]);
    expect(after.filter(({ stageId }) => stageId === "lead").map(({ id }) => id)).toEqual(["a"]);
    expect(cards[0]?.stageId).toBe("lead");
  });

  it("knows the neighbours of a stage and where the board ends", () => {
    const stages = [stage("lead"), stage("offer"), stage("won")];
    expect(stageBeside(stages, "lead", 1)?.id).toBe("offer");
    expect(stageBeside(stages, "won", 1)).toBeUndefined();
    expect(stageBeside(stages, "lead", -1)).toBeUndefined();
    expect(stageBeside(stages, "gone", 1)).toBeUndefined();
  });

  it("fills names in and leaves what it does not know", () => {
    expect(filled("{deal} is now in {stage}.", { deal: "Yoga {x}", stage: "Won" })).toBe("Yoga {x} is now in Won.");
    expect(filled("{other}", {})).toBe("{other}");
  });
});
