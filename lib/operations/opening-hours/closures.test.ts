import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded } from "@/e2e/support/operations";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { dayOfWeek } from "../bookings/local-time";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { undoChange } from "../undo/undo-change";
import { addClosure } from "./add-closure";
import { getOpeningHours } from "./get-opening-hours";
import { importPublicHolidays } from "./import-public-holidays";
import { listClosures } from "./list-closures";
import { removeClosure } from "./remove-closure";
import { removeClosures } from "./remove-closures";
import { WEEKDAYS } from "./window";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const weekdayOf = (date: string) => WEEKDAYS[dayOfWeek(date)];
const close = (more: Record<string, unknown>) => execute(addClosure, studio.caller, more);
const starts = async (serviceId: string, date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId, date })).data.items.length;

it("closes days: appointments and classes vanish, what is booked is reported, and opening again brings them back", async () => {
  const [dateFrom, dateTo] = [studio.day(2), studio.day(3)];
  const { id } = await studio.book(`${dateTo}T10:00`);
  await studio.book(`${dateTo}T18:00`, { serviceId: studio.classId });
  const { data } = await close({ dateFrom, dateTo, reason: "Repairs" });
  expect(data.hits.bookings.map(({ bookingId }) => bookingId)).toContain(id);
  expect(data.hits.classes.map(({ booked }) => booked)).toEqual([0, 1]);
  expect([await starts(studio.massageId, dateFrom), await starts(studio.classId, dateTo)]).toEqual([0, 0]);
  const inClass = studio.book(`${dateTo}T18:00`, { serviceId: studio.classId });
  expect((await refusal(inClass)).details?.rule).toBe("closed");
  expect((await auditOf(studio.organisationId, "add_closure"))[0]?.entityId).toBe(data.closure.id);
  await execute(removeClosure, studio.caller, { closureId: data.closure.id });
  expect(await starts(studio.classId, dateTo)).toBe(1);
  const again = execute(removeClosure, studio.caller, { closureId: data.closure.id });
  expect((await refusal(again)).code).toBe("not_found");
});

it("keeps one person's time off apart from the company's", async () => {
  const date = studio.day(4);
  await close({ dateFrom: date, startTime: "09:00", endTime: "20:00", staffId: studio.teacherId });
  expect([await starts(studio.massageId, date), await starts(studio.classId, date)]).toEqual([1, 1]);
  const { items } = (await execute(listClosures, studio.caller, { staffId: studio.teacherId })).data;
  expect(items.map(({ localStart }) => localStart.slice(-5))).toEqual(["09:00"]);
  const absences = await execute(listClosures, studio.caller, { kind: "absence" });
  expect(absences.data.items).toMatchObject([{ kind: "absence", staffName: "Anna" }]);
  expect(absences.summary).toBe("1 absence");
  expect((await execute(listClosures, studio.caller, { kind: "closure" })).data.items).toEqual([]);
});

it.each([
  ["dateTo", { dateFrom: "2027-01-02", dateTo: "2027-01-01" }],
  ["endTime", { dateFrom: "2027-01-02", startTime: "12:00", endTime: "11:00" }],
  ["dateFrom", { dateFrom: "2027-02-30" }],
])("names the field %s that is wrong", async (field, days) => {
  expect((await refusal(close(days))).details?.field).toBe(field);
});

it("shows a year's holidays first, then closes each once", async () => {
  const year = { country: "HK", year: Number(studio.day(400).slice(0, 4)) };
  const shown = await execute(importPublicHolidays, studio.caller, year);
  expect(shown.data).toMatchObject({ closed: 0, isApplied: false });
  expect(shown.data.holidays.length).toBeGreaterThan(10);
  expect(shown.data.holidays[0]?.hits.classes).toMatchObject([{ serviceName: "Yoga" }]);
  expect(shown.data.holidays[0]).toMatchObject({
    date: `${year.year}-01-01`,
    weekday: weekdayOf(`${year.year}-01-01`),
  });
  expect((await auditOf(studio.organisationId, "import_public_holidays")).map(({ effect }) => effect)).toEqual([
    "read",
  ]);
  const done = await execute(importPublicHolidays, studio.caller, { ...year, apply: true });
  expect(done.data.closed).toBe(shown.data.holidays.length);
  expect((await execute(importPublicHolidays, studio.caller, { ...year, apply: true })).data.closed).toBe(0);
  const unknown = execute(importPublicHolidays, studio.caller, { country: "ZZ", year: 2027 });
  expect((await refusal(unknown)).details?.field).toBe("country");
  const dates = { dateFrom: `${year.year}-01-01`, dateTo: `${year.year}-12-31` };
  const first = (await execute(listClosures, studio.caller, { ...dates, limit: 5 })).data;
  const next = (await execute(listClosures, studio.caller, { ...dates, limit: 5, cursor: first.nextCursor })).data;
  expect(new Set([...first.items, ...next.items].map(({ id }) => id)).size).toBe(10);
});

it("closes no day that is over, and says how many it left out", async () => {
  const own = await openStudio("Late in the year");
  const over = { country: "HK", year: Number(own.day(-400).slice(0, 4)), apply: true };
  const { data, summary } = await execute(importPublicHolidays, own.caller, over);
  expect(data).toMatchObject({ closed: 0, holidays: [] });
  expect(data.past).toBeGreaterThan(10);
  expect(summary).toContain(`${data.past} of the year are over and left out`);
  const current = { country: "HK", year: Number(own.day(0).slice(0, 4)) };
  const { holidays, past } = (await execute(importPublicHolidays, own.caller, current)).data;
  expect(holidays.every(({ date }) => date >= own.day(-1))).toBe(true);
  expect(holidays.length + past).toBeGreaterThan(10);
});

it("takes a whole import of holidays back, and nothing else", async () => {
  const own = await openStudio("Holidays");
  const run = own.caller;
  const { id: kept } = (await execute(addClosure, run, { dateFrom: own.day(30), reason: "Repairs" })).data.closure;
  const whole = { country: "HK", year: Number(own.day(400).slice(0, 4)), apply: true };
  const { data } = await execute(importPublicHolidays, run, whole);
  expect(data.closureIds).toHaveLength(data.closed);
  await execute(removeClosure, run, { closureId: data.closureIds[0] });
  const [event] = await auditOf(own.organisationId, "import_public_holidays");
  const undone = await execute(undoChange, run, { eventId: event?.id });
  expect(undone.data).toMatchObject({ by: "remove_closures" });
  expect(undone.data.result).toContain(`${data.closed - 1} closures removed`);
  const left = (await execute(listClosures, run, { limit: 100 })).data.items;
  expect(left.map(({ id, kind }) => [id, kind])).toEqual([[kept, "closure"]]);
});

describe("remove_closures", () => {
  let closureIds: string[];
  let elsewhere: TestWorkspace;
  beforeAll(async () => {
    elsewhere = await makeWorkspace("Elsewhere");
    closureIds = [(await close({ dateFrom: studio.day(70) })).data.closure.id];
  });
  itIsGuarded({
    operation: removeClosures,
    input: async () => ({ closureIds }),
    caller: () => studio.caller,
    stranger: () => elsewhere.caller,
  });

  it("removes those that are there", async () => {
    const { id } = (await close({ dateFrom: studio.day(71) })).data.closure;
    const { data } = await execute(removeClosures, studio.caller, { closureIds: [...closureIds, id, id] });
    expect(data.removed.map((each) => each.id)).toContain(id);
    expect((await refusal(execute(removeClosures, studio.caller, { closureIds: [id] }))).code).toBe("not_found");
  });
});

it("is closed once when the call is repeated with its key", async () => {
  const once = { dateFrom: studio.day(60), idempotencyKey: "closure-once-1" };
  const first = await close(once);
  expect((await close(once)).data.closure.id).toBe(first.data.closure.id);
});

it("shows the week of the company and of a person", async () => {
  expect((await execute(getOpeningHours, studio.caller, {})).data.windows).toHaveLength(7);
  const own = await execute(getOpeningHours, studio.caller, { staffId: studio.teacherId });
  expect(own.data.windows).toEqual([]);
});
