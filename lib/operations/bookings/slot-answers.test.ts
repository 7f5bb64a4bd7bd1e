import { describe, expect, it } from "vitest";
import { MINUTE_MS, wallTime } from "./local-time";
import { type Bookable, findSlots, type SlotQuestion, type Window } from "./slots";

const date = "2026-05-12";
const timezone = "Asia/Hong_Kong";
const at = (hour: number) => Date.UTC(2026, 4, 12, hour - 8);
const hours = (hour: number, until: number): Window => ({
  dayOfWeek: 2,
  date: null,
  startMinute: hour * 60,
  endMinute: until * 60,
  type: "available",
});

const person = (id: string, more: Partial<Bookable> = {}): Bookable => ({
  id,
  units: 1,
  windows: null,
  away: [],
  busy: [[]],
  ...more,
});

const ask = (more: Partial<SlotQuestion> = {}, stepMinutes = 60): SlotQuestion => ({
  date,
  timezone,
  rules: {
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    stepMinutes,
    notBefore: 0,
    notAfter: 4e12,
  },
  openingHours: [hours(9, 12)],
  closures: [],
  requirements: [],
  ...more,
});

const last = (question: SlotQuestion) => wallTime(findSlots(question).at(-1)?.start ?? 0, timezone).slice(11);

describe("a slot", () => {
  it("ends when its time is over, and says who of each list is free, in their order", () => {
    const taken = [{ start: at(10), end: at(11) }];
    const teachers = [person("anna"), person("ben", { busy: [taken] }), person("cho", { units: 2, busy: [taken, []] })];
    const rooms = [person("room", { units: 9, busy: Array(9).fill([]) })];
    const slots = findSlots(ask({ requirements: [teachers, rooms] }));
    expect(slots.map(({ start, end }) => [start, end])).toEqual(
      [9, 10, 11].map((hour) => [at(hour), at(hour) + 60 * MINUTE_MS]),
    );
    expect(slots.map(({ remaining }) => remaining)).toEqual([4, 2, 4]);
    expect(slots.map((slot) => [0, 1].map((list) => [...slot.free(list)]))).toEqual([
      [["anna", "ben", "cho"], ["room"]],
      [["anna", "cho"], ["room"]],
      [["anna", "ben", "cho"], ["room"]],
    ]);
  });

  it("is one where nobody and nothing is needed", () => {
    expect(findSlots(ask()).map(({ start, remaining }) => [start, remaining])).toEqual(
      [9, 10, 11].map((hour) => [at(hour), 1]),
    );
  });

  it("has as many places as the one list that is asked for", () => {
    expect(findSlots(ask({ requirements: [[person("anna"), person("ben")]] }))[0]?.remaining).toBe(2);
  });

  it("ends with the day where no hours were ever set, or only a break", () => {
    const breakAtNoon: Window = { dayOfWeek: null, date, startMinute: 720, endMinute: 780, type: "unavailable" };
    for (const openingHours of [null, [breakAtNoon]]) expect(last(ask({ openingHours }, 1))).toBe("23:00");
  });

  it("is none on a day that is closed, whoever is away and whatever is shut then", () => {
    const away = [{ start: at(9), end: at(10) }];
    const openingHours = [{ ...hours(9, 12), dayOfWeek: 3 }];
    expect(findSlots(ask({ openingHours, closures: away, requirements: [[person("anna", { away })]] }))).toEqual([]);
  });
});
