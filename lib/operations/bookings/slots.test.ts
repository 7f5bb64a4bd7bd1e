import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactInstant, localDay, MINUTE_MS, wallTime } from "./local-time";
import { happensOn } from "./recurrence";
import { type Bookable, findSlots, type SlotQuestion, type Window } from "./slots";

const weekly = (
  dayOfWeek: number,
  startMinute: number,
  endMinute: number,
  type: Window["type"] = "available",
): Window => ({
  dayOfWeek,
  date: null,
  startMinute,
  endMinute,
  type,
});

const everyDay = (start: number, end: number) => [0, 1, 2, 3, 4, 5, 6].map((day) => weekly(day, start, end));

const person = (more: Partial<Bookable> = {}): Bookable => ({
  id: "anna",
  units: 1,
  windows: null,
  away: [],
  busy: [[]],
  ...more,
});

const ask = (more: Partial<SlotQuestion> = {}): SlotQuestion => ({
  date: "2026-05-12",
  timezone: "Asia/Hong_Kong",
  rules: {
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    stepMinutes: 30,
    notBefore: 0,
    notAfter: 4e12,
  },
  openingHours: everyDay(540, 720),
  closures: [],
  requirements: [[person()]],
  ...more,
});

const times = (question: SlotQuestion) =>
  findSlots(question).map(({ start }) => wallTime(start, question.timezone).slice(11));

/** The obvious way, minute by minute, without intervals or searches. */
function slowSlots(question: SlotQuestion): string[] {
  const { rules, timezone } = question;
  const day = localDay(question.date, timezone);
  const edges = new Map<string, number>();
  const edge = (minute: number, side: "startOf" | "endOf") => {
    const key = `${side} ${minute}`;
    const at = edges.get(key) ?? day[side](minute);
    edges.set(key, at);
    return at;
  };
  const inside = (windows: readonly Window[], at: number) => {
    const dated = windows.filter(({ date }) => date === question.date);
    const weekday = new Date(`${question.date}T00:00:00Z`).getUTCDay();
    const ofWeek = windows.filter((window) => window.dayOfWeek === weekday);
    const covers = (window: Window) =>
      edge(window.startMinute, "startOf") <= at && at < edge(window.endMinute, "endOf");
    const hours = dated.some(({ type }) => type === "available") ? dated : ofWeek;
    return (
      hours.some((window) => window.type === "available" && covers(window)) &&
      ![...ofWeek, ...dated].some((window) => window.type === "unavailable" && covers(window))
    );
  };
  const isOpen = (at: number) =>
    (question.openingHours === null || inside(question.openingHours, at)) &&
    !question.closures.some(({ start, end }) => start <= at && at < end);
  // Each minute is judged once and remembered: ten thousand cases ask for the same minutes again and again.
  const known = new Map<Bookable, Map<number, boolean>>();
  const isFree = (bookable: Bookable, at: number): boolean => {
    const minutes = known.get(bookable) ?? new Map<number, boolean>();
    known.set(bookable, minutes);
    let free = minutes.get(at);
    if (free === undefined) {
      free =
        isOpen(at) &&
        (bookable.windows === null || inside(bookable.windows, at)) &&
        !bookable.away.some(({ start, end }) => start <= at && at < end);
      minutes.set(at, free);
    }
    return free;
  };
  const from = day.startOf(0);
  const to = day.endOf(1_440);
  const [leading = []] = question.requirements;
  const found = new Set<number>();
  for (const lead of leading) {
    let gridStart: number | undefined;
    for (let at = from; at < to; at += MINUTE_MS) {
      if (!isFree(lead, at)) gridStart = undefined;
      else gridStart ??= at;
      if (gridStart === undefined || (at - gridStart) % (rules.stepMinutes * MINUTE_MS) !== 0) continue;
      if (at < rules.notBefore || at > rules.notAfter) continue;
      const end = at + rules.durationMinutes * MINUTE_MS;
      const minutes = Array.from({ length: rules.durationMinutes }, (_, i) => at + i * MINUTE_MS);
      const leadStays = minutes.every((minute) => minute < to && isFree(lead, minute));
      const eachHasOne = question.requirements.every((list) =>
        list.some(
          (bookable) =>
            minutes.every((minute) => minute < to && isFree(bookable, minute)) &&
            bookable.busy.some((unit) =>
              unit.every(
                (taken) =>
                  taken.end <= at - rules.bufferBeforeMinutes * MINUTE_MS ||
                  taken.start >= end + rules.bufferAfterMinutes * MINUTE_MS,
              ),
            ),
        ),
      );
      if (leadStays && eachHasOne) found.add(at);
    }
  }
  return [...found].sort((a, b) => a - b).map((at) => new Date(at).toISOString());
}

describe("the slot engine", () => {
  it("offers starts on the grid while the whole duration fits", () => {
    expect(times(ask())).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00"]);
  });

  it("keeps both sides' buffers free and lets one booking begin when another ends", () => {
    const day = localDay("2026-05-12", "Asia/Hong_Kong");
    const busy = [[{ start: day.startOf(600), end: day.startOf(660) }]];
    expect(times(ask({ requirements: [[person({ busy })]] }))).toEqual(["09:00", "11:00"]);
    const rules = { ...ask().rules, bufferBeforeMinutes: 15 };
    expect(times(ask({ rules, requirements: [[person({ busy })]] }))).toEqual(["09:00"]);
  });

  it("counts free places of the scarcest requirement", () => {
    const room = person({ id: "room", units: 2, busy: [[], []] });
    const slots = findSlots(ask({ requirements: [[person(), person({ id: "ben" }), person({ id: "cai" })], [room]] }));
    expect(slots[0]).toMatchObject({ remaining: 2 });
    expect(slots[0]?.free()).toEqual([["anna", "ben", "cai"], ["room"]]);
  });

  it("skips the hour that clocks skip and offers the repeated hour twice", () => {
    const openingHours = everyDay(0, 240);
    const rules = { ...ask().rules, stepMinutes: 60 };
    const spring = ask({ date: "2026-03-29", timezone: "Europe/London", openingHours, rules });
    expect(times(spring)).toEqual(["00:00", "02:00", "03:00"]);
    const autumn = ask({ date: "2026-10-25", timezone: "Europe/London", openingHours, rules });
    expect(times(autumn)).toEqual(["00:00", "01:00", "01:00", "02:00", "03:00"]);
    const halfHour = ask({
      date: "2026-10-04",
      timezone: "Australia/Lord_Howe",
      openingHours,
      rules: { ...rules, stepMinutes: 30, durationMinutes: 30 },
    });
    expect(times(halfHour)).toEqual(["00:00", "00:30", "01:00", "01:30", "02:30", "03:00", "03:30"]);
  });

  it("refuses to guess a local time that clocks skip or repeat", () => {
    expect(exactInstant("2026-03-29T01:30", "Europe/London")).toBe("skipped");
    expect(exactInstant("2026-10-25T01:30", "Europe/London")).toBe("repeated");
    expect(exactInstant("2026-03-08T02:30", "America/New_York")).toBe("skipped");
    expect(exactInstant("2026-11-01T01:30", "America/St_Johns")).toBe("repeated");
    expect(exactInstant("2026-05-12T09:00", "Asia/Hong_Kong")).toBe(Date.parse("2026-05-12T01:00:00Z"));
  });

  it("agrees with the obvious minute-by-minute model", () => {
    const minute = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
    const window = fc
      .record({
        dayOfWeek: fc.integer({ min: 0, max: 6 }),
        isDated: fc.boolean(),
        startMinute: minute,
        length: fc.integer({ min: 1, max: 40 }),
        type: fc.constantFrom("available" as const, "available" as const, "unavailable" as const),
      })
      .map(({ dayOfWeek, isDated, startMinute, length, type }) => ({
        dayOfWeek,
        isDated,
        startMinute,
        endMinute: Math.min(1_440, startMinute + length * 15),
        type,
      }));
    const dates = fc.constantFrom(
      "2026-03-29",
      "2026-10-25",
      "2026-03-08",
      "2026-11-01",
      "2026-10-04",
      "2026-04-05",
      "2026-05-12",
    );
    const zones = fc.constantFrom(
      "Europe/London",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Hong_Kong",
      "America/St_Johns",
    );
    const span = fc.record({ start: fc.integer({ min: -100, max: 1_500 }), length: fc.integer({ min: 1, max: 180 }) });
    const bookable = fc.record({
      windows: fc.option(fc.array(window, { maxLength: 5 })),
      away: fc.array(span, { maxLength: 2 }),
      units: fc.array(fc.array(span, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
    });
    const runs = Number(process.env.SLOT_CASES ?? 60);
    fc.assert(
      fc.property(
        dates,
        zones,
        fc.option(fc.array(window, { maxLength: 6 })),
        fc.array(span, { maxLength: 2 }),
        fc.array(fc.array(bookable, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
        fc.record({
          durationMinutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 10),
          bufferBeforeMinutes: fc.constantFrom(0, 5, 15),
          bufferAfterMinutes: fc.constantFrom(0, 10),
          stepMinutes: fc.constantFrom(15, 20, 60),
        }),
        (date, timezone, opening, closures, requirements, rules) => {
          const base = localDay(date, timezone).startOf(0);
          const toWindow = ({
            isDated,
            dayOfWeek,
            ...rest
          }: {
            isDated: boolean;
            dayOfWeek: number;
            startMinute: number;
            endMinute: number;
            type: Window["type"];
          }): Window => (isDated ? { ...rest, date, dayOfWeek: null } : { ...rest, dayOfWeek, date: null });
          const toInterval = ({ start, length }: { start: number; length: number }) => ({
            start: base + start * MINUTE_MS,
            end: base + (start + length) * MINUTE_MS,
          });
          const disjoint = (list: { start: number; end: number }[]) =>
            list
              .sort((a, b) => a.start - b.start)
              .filter(
                (item, index, all) =>
                  index === 0 || item.start >= Math.max(...all.slice(0, index).map(({ end }) => end)),
              );
          const question: SlotQuestion = {
            date,
            timezone,
            rules: { ...rules, notBefore: base + 60 * MINUTE_MS, notAfter: base + 1_300 * MINUTE_MS },
            openingHours: opening?.map(toWindow) ?? null,
            closures: closures.map(toInterval),
            requirements: requirements.map((list, r) =>
              list.map(({ windows, away, units }, i) => ({
                id: `${r}-${i}`,
                units: units.length,
                windows: windows?.map(toWindow) ?? null,
                away: away.map(toInterval),
                busy: units.map((unit) => disjoint(unit.map(toInterval))),
              })),
            ),
          };
          const fast = findSlots(question).map(({ start }) => new Date(start).toISOString());
          expect(fast).toEqual(slowSlots(question));
        },
      ),
      { numRuns: runs, ...(process.env.SLOT_SEED ? { seed: Number(process.env.SLOT_SEED) } : {}) },
    );
  }, 900_000);
});

describe("recurrence", () => {
  it("repeats weekly on Tuesday and Thursday, every second week", () => {
    const rule = {
      date: "2026-05-12",
      recurrence: "weekly" as const,
      byWeekday: [1, 3],
      interval: 2,
      endDate: "2026-06-30",
    };
    const days = ["2026-05-12", "2026-05-14", "2026-05-19", "2026-05-26", "2026-05-28", "2026-07-07"];
    expect(days.map((day) => happensOn(rule, day))).toEqual([true, true, false, true, true, false]);
  });

  it("has no 31st in short months and never happens before its first date", () => {
    const rule = { date: "2026-01-31", recurrence: "monthly" as const, byWeekday: [], interval: 1, endDate: null };
    expect(["2025-12-31", "2026-02-28", "2026-03-31", "2026-04-30"].map((day) => happensOn(rule, day))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
