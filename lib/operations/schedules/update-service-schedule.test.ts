import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { getBookingDetail } from "../bookings/get-booking-detail";
import { DAYS, openStudio, type Studio } from "../bookings/testing/studio";
import { createResource } from "../resources/create-resource";
import { createService } from "../services/create-service";
import { cancelClassDate } from "./cancel-class-date";
import { createServiceSchedule } from "./create-service-schedule";
import { updateServiceSchedule } from "./update-service-schedule";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const change = (more: Record<string, unknown>) =>
  execute(updateServiceSchedule, studio.caller, { scheduleId: studio.scheduleId, ...more });
const timeOf = async (date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date })).data.items.map(
    ({ localStart }) => localStart.slice(-5),
  );
const bookClass = async (date: string) => (await studio.book(`${date}T18:00`, { serviceId: studio.classId })).id;
const shown = async (bookingId: string) =>
  (await execute(getBookingDetail, studio.caller, { bookingId })).data.booking.localStart.slice(-5);

it("moves one date with its bookings and tells each customer once", async () => {
  const [date, next] = [studio.day(3), studio.day(4)];
  const bookingId = await bookClass(date);
  const { data } = await change({
    applyTo: "this",
    date,
    startTime: "19:00",
    endTime: "20:00",
    staffId: studio.teacherId,
  });
  expect(data.movedBookingIds).toEqual([bookingId]);
  expect([await timeOf(date), await timeOf(next), await shown(bookingId)]).toEqual([["19:00"], ["18:00"], "19:00"]);
  expect((await refusal(studio.book(`${date}T19:00`))).code).toBe("slot_taken");
  const mails = await systemDb().outboxMail.findMany({
    where: { organisationId: studio.organisationId, template: "booking_moved" },
  });
  expect(mails).toHaveLength(1);
  expect((await auditOf(studio.organisationId, "update_service_schedule"))[0]).toMatchObject({ outcome: "done" });
});

it("tells customers what changed: another teacher or another room is no new time", async () => {
  const own = await openStudio();
  const { data: room } = await execute(createResource, own.caller, { name: "Studio B", type: "room" });
  const told: string[] = [];
  for (const [day, wish] of [
    [5, { staffId: own.teacherId }],
    [6, { resourceId: room.id }],
    [7, { staffId: own.teacherId, resourceId: room.id }],
  ] as const) {
    const date = own.day(day);
    const { id } = await own.book(`${date}T18:00`, { serviceId: own.classId });
    const change = { scheduleId: own.scheduleId, applyTo: "this", date, ...wish };
    expect((await execute(updateServiceSchedule, own.caller, change)).data.movedBookingIds).toEqual([id]);
    const mails = await systemDb().outboxMail.findMany({
      where: { organisationId: own.organisationId, data: { path: ["bookingId"], equals: id } },
      orderBy: { id: "asc" },
    });
    told.push(mails.at(-1)?.template ?? "");
  }
  expect(told).toEqual(["booking_substituted", "booking_relocated", "booking_substituted"]);
});

it("changes a date and all after it, and leaves the earlier ones", async () => {
  const bookingId = await bookClass(studio.day(11));
  const { data } = await change({ applyTo: "following", date: studio.day(10), startTime: "20:00", endTime: "21:00" });
  expect(data.schedule.id).not.toBe(studio.scheduleId);
  expect([await timeOf(studio.day(9)), await timeOf(studio.day(11)), await shown(bookingId)]).toEqual([
    ["18:00"],
    ["20:00"],
    "20:00",
  ]);
  await bookOther(studio.day(11));
  expect((await refusal(bookOther(studio.day(11)))).code).toBe("class_full");
});

const bookOther = (date: string) => studio.book(`${date}T20:00`, { serviceId: studio.classId });

it("changes every coming date but those changed by themselves, by the version that was read", async () => {
  const { data } = await change({ applyTo: "all", startTime: "17:00", endTime: "18:00" });
  expect([await timeOf(studio.day(2)), await timeOf(studio.day(3))]).toEqual([["17:00"], ["19:00"]]);
  const late = change({ maxCapacity: 5, expectedVersion: data.schedule.version - 1 });
  expect((await refusal(late)).code).toBe("version_conflict");
});

it.each([
  ["endTime", { startTime: "10:00", endTime: "09:00" }],
  ["endTime", { startTime: "10:00" }],
  ["date", { applyTo: "this", startTime: "10:00", endTime: "11:00" }],
  ["applyTo", { date: "2031-05-12", startTime: "10:00", endTime: "11:00" }],
  ["occurrenceId", { applyTo: "this", date: "2020-01-01", startTime: "10:00", endTime: "11:00" }],
])("names the field %s that is wrong", async (field, more) => {
  expect((await refusal(change(more))).details?.field).toBe(field);
});

it("does not move a class onto somebody's appointment, and changes nothing then", async () => {
  const date = studio.day(5);
  await studio.book(`${date}T12:00`);
  const move = { applyTo: "this", date, startTime: "12:30", endTime: "13:30", staffId: studio.teacherId };
  expect((await refusal(change(move))).code).toBe("slot_taken");
  expect(await timeOf(date)).toEqual(["17:00"]);
});

it("cancels one date, with its bookings only when told to", async () => {
  const date = studio.day(6);
  const booking = await studio.book(`${date}T17:00`, { serviceId: studio.classId });
  const one = { occurrenceId: booking.occurrenceId };
  expect((await refusal(execute(cancelClassDate, studio.caller, one))).details?.bookings).toBe(1);
  const { data } = await execute(cancelClassDate, studio.caller, { ...one, cancelBookings: true });
  expect(data.cancelledBookingIds).toEqual([booking.id]);
  expect([await timeOf(date), await timeOf(studio.day(7))]).toEqual([[], ["17:00"]]);
  expect((await refusal(execute(cancelClassDate, studio.caller, one))).code).toBe("not_found");
});

it("changes how it repeats: dates that fall away end, those who booked them are told once, the others stay", async () => {
  const pilates = { name: "Pilates", durationMinutes: 60, type: "class", capacity: 5 };
  const serviceId = (await execute(createService, studio.caller, pilates)).data.id;
  const times = { date: studio.day(1), startTime: "17:00", endTime: "18:00", recurrence: "daily" };
  const made = await execute(createServiceSchedule, studio.caller, { serviceId, ...times });
  const { id: scheduleId } = made.data.schedule;
  const happens = async (offset: number) =>
    (await execute(getAvailableSlots, studio.caller, { serviceId, date: studio.day(offset) })).data.items.length === 1;
  const bookOn = async (offset: number) => (await studio.book(`${studio.day(offset)}T17:00`, { serviceId })).id;
  const [staying, leaving] = [await bookOn(15), await bookOn(16)];
  const weekday = DAYS[new Date(`${studio.day(15)}T00:00:00Z`).getUTCDay()];
  const following = { scheduleId, applyTo: "following", date: studio.day(14) };
  const rule = { ...following, recurrence: "weekly", byWeekday: [weekday], recurrenceEndDate: studio.day(40) };
  const error = await refusal(execute(updateServiceSchedule, studio.caller, rule));
  expect(error).toMatchObject({ kind: "precondition_failed", details: { bookings: 1 } });
  expect(JSON.stringify(error.details?.dates)).toContain(studio.day(16));
  expect(await happens(16)).toBe(true);

  const { data } = await execute(updateServiceSchedule, studio.caller, { ...rule, cancelBookings: true });
  expect(data).toMatchObject({ cancelledBookingIds: [leaving], movedBookingIds: [] });
  expect(data.nextDates[0]?.localStart).toContain(studio.day(15));
  expect(await Promise.all([13, 15, 16, 22, 43].map(happens))).toEqual([true, true, false, true, false]);
  const mailed = await systemDb().outboxMail.findMany({
    where: { organisationId: studio.organisationId, template: "booking_cancelled" },
  });
  const ids = mailed.map((mail) => (mail.data as { bookingId: string }).bookingId);
  expect(ids.filter((id) => id === leaving)).toHaveLength(1);
  expect(ids).not.toContain(staying);

  const forever = { scheduleId: data.schedule.id, recurrence: "daily", recurrenceEndDate: null };
  const open = await execute(updateServiceSchedule, studio.caller, forever);
  expect(open.data.schedule).toMatchObject({ recurrence: "daily", byWeekday: [], recurrenceEndDate: null });
  expect(await happens(43)).toBe(true);
});

it.each([
  ["byWeekday", { applyTo: "this", date: "2026-01-05", byWeekday: ["monday"] }],
  ["byWeekday", { recurrence: "daily", byWeekday: ["monday"] }],
  ["recurrenceEndDate", { recurrenceEndDate: "2020-01-01" }],
])("refuses a rule whose %s cannot be", async (field, more) => {
  expect((await refusal(change(more))).details?.field).toBe(field);
});
