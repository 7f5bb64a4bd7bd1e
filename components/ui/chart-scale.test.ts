import { describe, expect, it } from "vitest";
import { axisMarks, spread } from "./chart-scale";

describe("axisMarks", () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [2, [0, 1, 2]],
    [3, [0, 2, 4]],
    [7, [0, 5, 10]],
    [12, [0, 10, 20]],
    [41, [0, 25, 50]],
    [100, [0, 50, 100]],
    [1_234, [0, 1_000, 2_000]],
  ])("covers %d with whole, round marks", (highest, marks) => {
    expect(axisMarks(highest)).toEqual(marks);
  });

  it("never ends below what it shows", () => {
    for (let highest = 0; highest < 5_000; highest += 1) {
      const marks = axisMarks(highest);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(highest);
      expect(marks.every(Number.isInteger)).toBe(true);
    }
  });
});

describe("spread", () => {
  it("begins with the first and ends with the last", () => {
    expect(spread(30, 5)).toEqual([0, 7, 15, 22, 29]);
    expect(spread(3, 5)).toEqual([0, 1, 2]);
    expect(spread(0, 5)).toEqual([]);
  });
});
