import { describe, expect, it } from "vitest";
import { exactInstant, localDay, wallTime } from "@/lib/operations/bookings/local-time";
import { axisOf } from "./axis";
import { momentAt, placed, positionOf } from "./place";

const HOUR = 3_600_000;
const at = (local: string, zone: string) => {
  const found = exactInstant(local, zone);
  if (typeof found !== "number") throw new Error(`${local} is ${found}`);
  return found;
};

/** A week that holds the change, in zones whose clocks move by an hour, by half an hour, and at midnight. */
const weeks = [
  { zone: "Europe/London", back: "2026-10-25", forward: "2026-03-29", shift: 60 },
  { zone: "America/New_York", back: "2026-11-01", forward: "2026-03-08", shift: 60 },
  { zone: "Australia/Lord_Howe", back: "2026-04-05", forward: "2026-10-04", shift: 30 },
  { zone: "America/St_Johns", back: "2026-11-01", forward: "2026-03-08", shift: 60 },
];

const days = (date: string) =>
  [-1, 0, 1].map((offset) => new Date(Date.parse(`${date}T00:00:00Z`) + offset * 24 * HOUR).toISOString().slice(0, 10));

describe.each(weeks)("$zone", ({ zone, back, forward, shift }) => {
  it("gives the repeated time rows of its own, which the other days leave blank", () => {
    const axis = axisOf(days(back), zone);
    expect(axis.length).toBe(1_440 + shift);
    const minutes = axis.days.map(({ segments }) => segments.reduce((sum, { from, to }) => sum + to - from, 0));
    expect(minutes).toEqual([1_440, 1_440 + shift, 1_440]);
    expect(axis.days.map(({ gaps }) => gaps.reduce((sum, { from, to }) => sum + to - from, 0))).toEqual([
      shift,
      0,
      shift,
    ]);
  });

  it("leaves the skipped time of the short day blank", () => {
    const axis = axisOf(days(forward), zone);
    expect(axis.length).toBe(1_440);
    expect(axis.days.map(({ gaps }) => gaps.reduce((sum, { from, to }) => sum + to - from, 0))).toEqual([0, shift, 0]);
  });

  it.each([back, forward])("puts every quarter of %s where it can be found again, each in a row of its own", (date) => {
    const axis = axisOf(days(date), zone);
    const day = axis.days[1];
    if (!day) throw new Error("no day");
    const end = localDay(days(date)[2] ?? "", zone).startOf(0);
    const seen = new Set<number>();
    for (let moment = localDay(date, zone).startOf(0); moment < end; moment += HOUR / 4) {
      const position = positionOf(day.segments, moment);
      expect(position, new Date(moment).toISOString()).not.toBeNull();
      expect(momentAt(day.segments, position ?? -1)).toBe(moment);
      seen.add(position ?? -1);
    }
    expect(seen.size).toBe((end - localDay(date, zone).startOf(0)) / (HOUR / 4));
  });

  it("puts the same wall time after the change on one line of all days", () => {
    const axis = axisOf(days(back), zone);
    const noon = axis.days.map(({ date, segments }) => positionOf(segments, at(`${date}T12:00`, zone)));
    expect(new Set(noon).size).toBe(1);
    const mark = axis.hours.find(({ minute, isRepeated }) => minute === 720 && !isRepeated);
    expect(noon[0]).toBe(mark?.position);
  });
});

it("labels the repeated hour twice", () => {
  const marks = axisOf(["2026-10-25"], "Europe/London").hours.filter(({ minute }) => minute === 60);
  expect(marks.map(({ position, isRepeated }) => [position, isRepeated])).toEqual([
    [60, false],
    [120, true],
  ]);
});

it("shows an item that passes midnight on both days, and lays overlapping ones side by side", () => {
  const zone = "Asia/Hong_Kong";
  const [first, second] = axisOf(["2026-05-12", "2026-05-13"], zone).days;
  if (!first || !second) throw new Error("no days");
  const span = (from: string, to: string) => ({ start: at(from, zone), end: at(to, zone) });
  const late = span("2026-05-12T23:00", "2026-05-13T01:00");
  expect(placed(first.segments, [late])).toMatchObject([{ from: 1_380, to: 1_440 }]);
  expect(placed(second.segments, [late])).toMatchObject([{ from: 0, to: 60 }]);
  const three = [
    span("2026-05-12T10:00", "2026-05-12T11:00"),
    span("2026-05-12T10:30", "2026-05-12T11:30"),
    span("2026-05-12T11:00", "2026-05-12T12:00"),
    span("2026-05-12T13:00", "2026-05-12T14:00"),
  ];
  expect(placed(first.segments, three).map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [0, 2],
    [1, 2],
    [0, 2],
    [0, 1],
  ]);
  expect(wallTime(three[0]?.start ?? 0, zone)).toBe("2026-05-12T10:00");
});
