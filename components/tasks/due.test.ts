import { describe, expect, it } from "vitest";
import { daysBetween, dueParts, groupOf } from "./due";

describe("due", () => {
  it("takes a local due text apart", () => {
    expect(dueParts("2026-05-11T15:00")).toEqual({ day: "2026-05-11", time: "15:00" });
    expect(dueParts("2026-05-11")).toEqual({ day: "2026-05-11", time: "" });
    expect(dueParts(null)).toEqual({ day: "", time: "" });
  });

  it("counts days over the ends of months and daylight saving", () => {
    expect(daysBetween("2026-02-28", "2026-03-01")).toBe(1);
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2026-05-11", "2026-05-10")).toBe(-1);
  });

  it("puts a task whose hour has passed today under overdue, not today", () => {
    expect(groupOf({ dueDate: "2026-05-11T09:00", isOverdue: true }, "2026-05-11")).toBe("overdue");
    expect(groupOf({ dueDate: "2026-05-11T18:00", isOverdue: false }, "2026-05-11")).toBe("today");
    expect(groupOf({ dueDate: "2026-05-12", isOverdue: false }, "2026-05-11")).toBe("upcoming");
    expect(groupOf({ dueDate: null, isOverdue: false }, "2026-05-11")).toBe("none");
  });
});
