import { describe, expect, it } from "vitest";
import { calendarText, escapeText, quoted } from "./icalendar";

const hostile = 'Anna\r\nBEGIN:VALARM\nATTENDEE;CN="x":mailto:a@evil.example\rEND:VCALENDAR\\;,"\u2028';

describe("a text in a calendar (case 68)", () => {
  it("begins no line of its own, whatever it holds", () => {
    const lines = calendarText(["BEGIN:VCALENDAR", `SUMMARY:${escapeText(hostile)}`, "END:VCALENDAR"]).split("\r\n");
    const unfolded = lines.join("\n").replaceAll("\n ", "").trimEnd().split("\n");
    expect(unfolded).toHaveLength(3);
    expect(unfolded[1]).toMatch(/^SUMMARY:Anna/);
    expect(unfolded[1]).not.toMatch(/[\r\n]/);
  });

  it("ends no parameter in quotes", () => {
    expect(quoted(hostile).slice(1, -1)).not.toMatch(/["\r\n]/);
  });
});
