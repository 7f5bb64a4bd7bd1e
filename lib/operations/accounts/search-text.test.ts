import { describe, expect, it } from "vitest";
import { fold, gramsOf, needleOf } from "./search-text";

describe("fold", () => {
  it("forgets case, accents, width and extra spaces, in any script", () => {
    expect(fold("  José  ＣＨＡＮ Łódź Straße ")).toBe("jose chan lodz strasse");
    expect(fold("한국어")).toBe("한국어");
    expect(fold("Ⅷ ﬁn")).toBe("viii fin");
  });
});

describe("gramsOf", () => {
  it("gives pairs and single characters of Chinese, and beginnings of words", () => {
    expect(gramsOf("陳大文 anna li").sort()).toEqual(["a", "an", "l", "li", "大", "大文", "文", "陳", "陳大"].sort());
    expect(gramsOf("字".repeat(500)).length).toBeLessThanOrEqual(200);
  });
});

describe("needleOf", () => {
  it("looks for short texts by grams, for longer ones by patterns, for phones by digits", () => {
    expect(needleOf("大文")).toEqual({ patterns: [], grams: ["大文"] });
    expect(needleOf("陳大文")).toEqual({ patterns: ["%陳大文%"], grams: ["陳大", "大文"] });
    expect(needleOf("li")).toEqual({ patterns: [], grams: ["li"] });
    expect(needleOf("Tai MAN")).toEqual({ patterns: ["%tai%", "%man%"], grams: [] });
    expect(needleOf("+852 (9123) 45-67")).toEqual({ patterns: ["%85291234567%"], grams: [] });
    expect(needleOf("100%_\\")).toEqual({ patterns: ["%100\\%\\_\\\\%"], grams: [] });
    expect(needleOf("  ")).toBeNull();
  });
});
