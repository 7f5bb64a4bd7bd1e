import { describe, expect, it } from "vitest";
import { OperationError } from "./errors";
import { inLane } from "./lane";

const rules = { answersAll: ({ code }: OperationError) => code === "slot_taken", takesAnswer: true };
const settled = (calls: Promise<unknown>[]) =>
  Promise.allSettled(calls).then((all) =>
    all.map((each) => (each.status === "fulfilled" ? each.value : (each.reason as OperationError).code)),
  );
/** A work that lasts until it is told to end. */
function step() {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end: () => end() };
}
const taken = async () => {
  throw new OperationError("slot_taken");
};

describe("a lane", () => {
  it("lets one in at a time, in order, and lanes of other keys do not wait", async () => {
    const order: string[] = [];
    const first = step();
    const calls = [
      inLane("order", rules, async () => {
        await first.ended;
        order.push("a");
      }),
      inLane("order", rules, async () => void order.push("b")),
      inLane("order", rules, async () => void order.push("c")),
      inLane("other", rules, async () => void order.push("other")),
    ];
    await calls[3];
    first.end();
    await Promise.all(calls);
    expect(order).toEqual(["other", "a", "b", "c"]);
  });

  it("answers everybody who stood there with the first refusal, and nobody who came after it began", async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      throw new OperationError("slot_taken");
    };
    const booked = step();
    const winner = inLane("rush", rules, async () => {
      await booked.ended;
      return "booked";
    });
    const late: Promise<unknown>[] = [];
    const first = () => {
      late.push(inLane("rush", rules, async () => "free again"));
      return ask();
    };
    const losers = Array.from({ length: 500 }, (_, i) => inLane("rush", rules, i === 0 ? first : ask));
    booked.end();
    expect(await settled([winner, ...losers])).toEqual(["booked", ...losers.map(() => "slot_taken")]);
    expect(asked).toBe(1);
    expect(await settled(late)).toEqual(["free again"]);
  });

  it("lets those take their own turn who are treated differently, and goes on after other errors", async () => {
    const own = { ...rules, takesAnswer: false };
    const begun = step();
    const calls = [
      inLane("own", rules, () => begun.ended),
      inLane("own", rules, taken),
      inLane("own", own, async () => "replayed"),
      inLane("own", rules, async () => "never asked"),
    ];
    begun.end();
    expect(await settled(calls)).toEqual([undefined, "slot_taken", "replayed", "slot_taken"]);
    const more = [
      inLane("own", rules, async () => {
        throw new OperationError("unavailable");
      }),
      inLane("own", rules, async () => "booked"),
    ];
    expect(await settled(more)).toEqual(["unavailable", "booked"]);
  });
});
