import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { listBookings } from "../bookings/list-bookings";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { addClosure } from "../opening-hours/add-closure";
import { createResource } from "../resources/create-resource";
import { createService } from "../services/create-service";
import { cancelServiceSchedule } from "./cancel-service-schedule";
import { createServiceSchedule } from "./create-service-schedule";
import { listServiceSchedules } from "./list-service-schedules";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const times = { startTime: "07:00", endTime: "08:00" };
const schedule = (more: Record<string, unknown>) =>
  execute(createServiceSchedule, studio.caller, { serviceId: studio.classId, date: studio.day(1), ...times, ...more });

it("repeats on the named weekdays and shows the next four dates with weekday", async () => {
  const { data } = await schedule({ recurrence: "weekly", byWeekday: ["tuesday", 3] });
  expect(data.nextDates).toHaveLength(4);
  for (const { localStart } of data.nextDates) expect(localStart).toMatch(/^(Tuesday|Thursday) .* 07:00$/);
  expect((await auditOf(studio.organisationId, "create_service_schedule")).at(-1)?.entityId).toBe(data.schedule.id);
  const { items } = (await execute(listServiceSchedules, studio.caller, { serviceId: studio.classId })).data;
  expect(items.find(({ id }) => id === data.schedule.id)?.weekdays).toEqual(["tuesday", "thursday"]);
  // Without named days a weekly rule happens on the day of its first date, and says so.
  const weekly = await schedule({ recurrence: "weekly", date: studio.day(2) });
  expect(weekly.data.nextDates[0]?.localStart.toLowerCase()).toContain(weekly.data.schedule.weekdays.join());
  expect(weekly.data.schedule.weekdays).toHaveLength(1);
});

it.each([
  ["endTime", { startTime: "10:00", endTime: "10:00" }],
  ["byWeekday", { byWeekday: ["monday"] }],
  ["recurrenceEndDate", { recurrence: "daily", recurrenceEndDate: "2026-01-01" }],
  ["maxCapacity", { maxCapacity: 0 }],
  ["recurrence", { recurrence: "yearly" }],
])("names the field %s that is wrong", async (field, more) => {
  expect((await refusal(schedule(more))).details?.field).toBe(field);
});

it("is made once for one key, and only for a class", async () => {
  const once = { idempotencyKey: "schedule-once-1" };
  const first = await schedule(once);
  expect((await schedule(once)).data.schedule.id).toBe(first.data.schedule.id);
  expect((await refusal(schedule({ serviceId: studio.massageId }))).code).toBe("precondition_failed");
});

it("does not cancel people in silence", async () => {
  const { data } = await schedule({ date: studio.day(8), startTime: "15:00", endTime: "16:00" });
  const { id: scheduleId } = data.schedule;
  const { id } = await studio.book(`${studio.day(8)}T15:00`, { serviceId: studio.classId });
  const error = await refusal(execute(cancelServiceSchedule, studio.caller, { scheduleId }));
  expect(error).toMatchObject({ code: "precondition_failed", details: { bookings: 1 } });
  const done = await execute(cancelServiceSchedule, studio.caller, { scheduleId, cancelBookings: true });
  expect(done.data.cancelledBookingIds).toEqual([id]);
  const ofDay = { from: studio.day(8), to: studio.day(8) };
  expect((await execute(listBookings, studio.caller, ofDay)).data.items[0]?.status).toBe("cancelled");
  const slots = await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date: studio.day(8) });
  expect(slots.data.items.map(({ localStart }) => localStart.slice(-5))).not.toContain("15:00");
  expect((await refusal(execute(cancelServiceSchedule, studio.caller, { scheduleId }))).code).toBe("not_found");
});

it("says which dates cannot take place: teacher booked, another class in the room, company closed", async () => {
  const room = { name: "Small room", type: "room", capacity: 1 };
  const resourceId = (await execute(createResource, studio.caller, room)).data.id;
  const daily = { date: studio.day(20), recurrence: "daily", recurrenceEndDate: studio.day(24) };
  const at = { startTime: "11:00", endTime: "12:00" };
  await studio.book(`${studio.day(21)}T11:30`, { staffId: studio.teacherId });
  await schedule({ ...at, date: studio.day(22), resourceId });
  await execute(addClosure, studio.caller, { dateFrom: studio.day(23) });
  const { data, summary } = await schedule({ ...daily, ...at, staffId: studio.teacherId, resourceId });
  expect(data.clashes.map(({ localStart, reason }) => [localStart.split(" ")[1], reason])).toEqual([
    [studio.day(21), "staff_busy"],
    [studio.day(22), "resource_busy"],
    [studio.day(23), "closed_or_away"],
  ]);
  expect(summary).toContain("3 dates cannot take place so");
  expect((await schedule({ ...daily, startTime: "12:30", endTime: "13:00" })).data.clashes).toMatchObject([
    { reason: "closed_or_away" },
  ]);
});

it("offers what can be booked: a class whose room is taken is in no list, and a schedule without a possible date is refused", async () => {
  const make = async (name: string) => {
    const pilates = { name, durationMinutes: 60, type: "class", capacity: 12 };
    return (await execute(createService, studio.caller, pilates)).data.id;
  };
  const resourceId = (await execute(createResource, studio.caller, { name: "Hall", type: "room", capacity: 1 })).data
    .id;
  const [first, second] = [await make("Pilates"), await make("Barre")];
  const daily = { date: studio.day(30), recurrence: "daily", recurrenceEndDate: studio.day(32), resourceId };
  await schedule({ ...daily, serviceId: first, startTime: "13:00", endTime: "14:00" });
  await schedule({ ...daily, serviceId: second, date: studio.day(31), startTime: "14:00", endTime: "15:00" });
  const late = { serviceId: second, date: studio.day(30), days: 3 };
  const offered = async () =>
    (await execute(getAvailableSlots, studio.caller, late)).data.items.map(
      ({ localStart }) => localStart.split(" ")[1],
    );
  expect(await offered()).toEqual([studio.day(31), studio.day(32)]);
  await holdRoom(resourceId, `${studio.day(31)}T14:30:00+08:00`);
  expect(await offered()).toEqual([studio.day(32)]);
  const error = await refusal(studio.book(`${studio.day(31)}T14:00`, { serviceId: second }));
  expect(error).toMatchObject({ code: "slot_taken", details: { rule: "resourceTaken" } });
  const free = new Date(`${studio.day(32)}T14:00:00+08:00`).toISOString();
  expect(error.details?.alternatives).toMatchObject([{ startTime: free }]);
  const nothing = await execute(getAvailableSlots, studio.caller, { serviceId: second, date: studio.day(31) });
  expect(nothing.summary).toContain("its teacher or room is taken");

  const once = { serviceId: second, date: studio.day(30), startTime: "13:30", endTime: "14:30", resourceId };
  const hopeless = await refusal(schedule(once));
  expect(hopeless).toMatchObject({ code: "slot_taken", details: { rule: "resourceTaken" } });
  expect(hopeless.details?.clashes).toMatchObject([{ reason: "resource_busy" }]);
  expect(hopeless.details?.alternatives).not.toEqual([]);
  const { items } = (await execute(listServiceSchedules, studio.caller, { serviceId: second })).data;
  expect(items).toHaveLength(1);
});

/** Takes a room for an hour, as a booking of another service does. */
async function holdRoom(resourceId: string, start: string) {
  const { organisationId, companyId } = studio;
  const [from, to] = [new Date(start), new Date(Date.parse(start) + 3_600_000)];
  await systemDb().$executeRaw`
    INSERT INTO booking_allocations (organisation_id, company_id, id, subject_type, subject_id, during, holder_type, holder_id)
    VALUES (${organisationId}, ${companyId}, ${newId("alc")}, 'resource', ${resourceId}, tstzrange(${from}, ${to}), 'booking',
            ${newId("bkg")})`;
}

it.each([
  ["in 1900", { date: "1900-01-01" }],
  ["in 9999", { date: "9999-12-31" }],
  ["yesterday", { date: "yesterday" }],
  ["that repeated until last week", { date: "2020-01-01", recurrence: "daily", recurrenceEndDate: "last week" }],
])("refuses a class %s: no date of it lies ahead, or it is beyond any plan", async (_, rule) => {
  const { date, ...more } = Object.fromEntries(
    Object.entries(rule).map(([name, value]) => [
      name,
      value === "yesterday" ? studio.day(-1) : value === "last week" ? studio.day(-7) : value,
    ]),
  );
  const asked = { serviceId: studio.classId, startTime: "06:00", endTime: "07:00", date, ...more };
  expect((await refusal(execute(createServiceSchedule, studio.caller, asked))).details?.field).toBe("date");
});

it("takes a class that begins in a year and a half, and shows its dates", async () => {
  const asked = { serviceId: studio.classId, startTime: "06:00", endTime: "07:00", date: studio.day(500) };
  const { data } = await execute(createServiceSchedule, studio.caller, asked);
  expect(data.nextDates).toMatchObject([{ localStart: expect.stringContaining(studio.day(500)) }]);
});
