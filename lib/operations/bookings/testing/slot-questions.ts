import fc from "fast-check";
import { localDay, MINUTE_MS } from "../local-time";
import type { SlotQuestion, Window } from "../slots";

/** Days on which clocks change somewhere, and an ordinary one; zones that change by an hour, by half of one, and never. */
const dates = [
  "2026-03-29",
  "2026-10-25",
  "2026-03-08",
  "2026-11-01",
  "2026-10-04",
  "2026-04-05",
  "2026-05-12",
] as const;
const zones = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Hong_Kong",
  "America/St_Johns",
] as const;

const quarter = fc.integer({ min: 0, max: 95 }).map((each) => each * 15);

const windowOn = fc
  .record({
    dayOfWeek: fc.integer({ min: 0, max: 6 }),
    isDated: fc.boolean(),
    startMinute: quarter,
    quarters: fc.integer({ min: 1, max: 40 }),
    type: fc.constantFrom("available" as const, "available" as const, "unavailable" as const),
  })
  .map(({ dayOfWeek, isDated, startMinute, quarters, type }) => (date: string): Window => {
    const span = { startMinute, endMinute: Math.min(1_440, startMinute + quarters * 15), type };
    return isDated ? { ...span, date, dayOfWeek: null } : { ...span, date: null, dayOfWeek };
  });

/** Minutes from midnight, also before and after the day. */
const span = fc.record({ start: fc.integer({ min: -100, max: 1_500 }), length: fc.integer({ min: 1, max: 180 }) });
type Span = { start: number; length: number };

const bookable = fc.record({
  windows: fc.option(fc.array(windowOn, { maxLength: 5 })),
  away: fc.array(span, { maxLength: 2 }),
  units: fc.array(fc.array(span, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
});

/** What nobody can have on one unit is left out: times that overlap. */
const disjoint = (list: { start: number; end: number }[]) =>
  list
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index, all) => all.slice(0, index).every(({ end }) => end <= start));

/** Any day of any business: hours, breaks, closures, absences, bookings, buffers and clock changes. */
export const slotQuestions: fc.Arbitrary<SlotQuestion> = fc
  .record({
    date: fc.constantFrom(...dates),
    timezone: fc.constantFrom(...zones),
    opening: fc.option(fc.array(windowOn, { maxLength: 6 })),
    closures: fc.array(span, { maxLength: 2 }),
    requirements: fc.array(fc.array(bookable, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
    rules: fc.record({
      durationMinutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 10),
      bufferBeforeMinutes: fc.constantFrom(0, 5, 15),
      bufferAfterMinutes: fc.constantFrom(0, 10),
      stepMinutes: fc.constantFrom(15, 20, 60),
    }),
  })
  .map(({ date, timezone, opening, closures, requirements, rules }) => {
    const midnight = localDay(date, timezone).startOf(0);
    const at = (minute: number) => midnight + minute * MINUTE_MS;
    const interval = ({ start, length }: Span) => ({ start: at(start), end: at(start + length) });
    return {
      date,
      timezone,
      rules: { ...rules, notBefore: at(60), notAfter: at(1_300) },
      openingHours: opening?.map((on) => on(date)) ?? null,
      closures: closures.map(interval),
      requirements: requirements.map((list, r) =>
        list.map(({ windows, away, units }, i) => ({
          id: `${r}-${i}`,
          units: units.length,
          windows: windows?.map((on) => on(date)) ?? null,
          away: away.map(interval),
          busy: units.map((unit) => disjoint(unit.map(interval))),
        })),
      ),
    };
  });
