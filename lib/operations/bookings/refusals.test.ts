import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import type { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { updateBookingSettings } from "../booking-settings/update-booking-settings";
import { addClosure } from "../opening-hours/add-closure";
import { createResource } from "../resources/create-resource";
import { linkResourceToService } from "../resources/link-resource-to-service";
import { setResourceAvailability } from "../resources/set-resource-availability";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { updateServiceSchedule } from "../schedules/update-service-schedule";
import { createService } from "../services/create-service";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { setStaffAvailability } from "../staff/set-staff-availability";
import type { SlotView } from "./booking";
import { getAvailableSlots } from "./get-available-slots";
import { holdSlot } from "./hold-slot";
import { rescheduleBooking } from "./reschedule-booking";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});

const service = async (more: Record<string, unknown>) =>
  (await execute(createService, studio.caller, { name: "Odd", durationMinutes: 60, ...more })).data.id;
const alternativesOf = ({ details }: OperationError) => (details?.alternatives ?? []) as SlotView[];

/** Refused by one rule, with five free times; the nearest of them can be booked. */
async function refusedBy(rule: string, start: string, more: Record<string, unknown> = {}): Promise<OperationError> {
  const error = await refusal(studio.book(start, more));
  expect(error.details).toMatchObject({ rule });
  const [first, ...others] = alternativesOf(error);
  expect(others).toHaveLength(4);
  const offered = { serviceId: studio.massageId, ...more, start: first?.startTime ?? "" };
  await execute(holdSlot, studio.caller, { ...offered, minutes: 1 });
  return error;
}

describe("a time that is not offered is refused by the rule that speaks against it", () => {
  it("opening hours, with those of the day", async () => {
    const error = await refusedBy("openingHours", `${studio.day(2)}T20:30`);
    expect(error).toMatchObject({ code: "not_bookable", details: { hours: ["09:00–21:00"] } });
    expect(error.message).toBe(`Outside the opening hours: 09:00–21:00 on ${studio.day(2)}.`);
  });

  it("a closure, by its name", async () => {
    await execute(addClosure, studio.caller, { dateFrom: studio.day(12), reason: "Winter Solstice" });
    const error = await refusedBy("closed", `${studio.day(12)}T10:00`);
    expect(error).toMatchObject({ code: "not_bookable", details: { closure: "Winter Solstice" } });
    expect(error.message).toContain("Winter Solstice");
    const lesson = await refusal(studio.book(`${studio.day(12)}T18:00`, { serviceId: studio.classId }));
    expect(lesson.details).toMatchObject({ rule: "closed", closure: "Winter Solstice" });
    expect(alternativesOf(lesson)).toHaveLength(5);
  });

  it("time off, a break and working hours of the one who could do it", async () => {
    const memberId = studio.teacherId;
    await execute(addClosure, studio.caller, { staffId: memberId, dateFrom: studio.day(13) });
    await refusedBy("timeOff", `${studio.day(13)}T10:00`);
    const onDay = { memberId, date: studio.day(14) };
    await execute(setStaffAvailability, studio.caller, { ...onDay, startTime: "10:00", endTime: "16:00" });
    const lunch = { ...onDay, startTime: "12:00", endTime: "13:00", type: "unavailable" };
    await execute(setStaffAvailability, studio.caller, lunch);
    await refusedBy("break", `${studio.day(14)}T12:15`);
    const error = await refusedBy("workingHours", `${studio.day(14)}T17:00`);
    expect(error.details).toMatchObject({ hours: ["10:00–12:00", "13:00–16:00"] });
  });

  it("somebody else's booking of the person, the thing or the service, and the time kept free around it", async () => {
    await studio.book(`${studio.day(3)}T10:00`);
    expect((await refusedBy("staffTaken", `${studio.day(3)}T10:30`)).code).toBe("slot_taken");
    const plain = await service({});
    await studio.book(`${studio.day(3)}T10:00`, { serviceId: plain });
    expect((await refusedBy("serviceFull", `${studio.day(3)}T10:30`, { serviceId: plain })).code).toBe("slot_taken");
    const careful = await service({ bufferBeforeMinutes: 30 });
    await studio.book(`${studio.day(3)}T10:00`, { serviceId: careful });
    expect((await refusedBy("buffer", `${studio.day(3)}T11:00`, { serviceId: careful })).code).toBe("slot_taken");
    const sauna = await service({ requiresResource: true });
    const room = { name: "Sauna", type: "room", capacity: 1 };
    const resourceId = (await execute(createResource, studio.caller, room)).data.id;
    await execute(linkResourceToService, studio.caller, { serviceId: sauna, resourceId });
    await studio.book(`${studio.day(3)}T10:00`, { serviceId: sauna });
    await refusedBy("resourceTaken", `${studio.day(3)}T10:30`, { serviceId: sauna });
    const noon = { resourceId, date: studio.day(4), startTime: "12:00", endTime: "18:00" };
    await execute(setResourceAvailability, studio.caller, noon);
    await refusedBy("resourceHours", `${studio.day(4)}T10:00`, { serviceId: sauna });
  });

  it("the distance of starts, the notice and the horizon, each with free times that keep it", async () => {
    expect((await refusedBy("slotInterval", `${studio.day(5)}T10:07`)).details).toMatchObject({ minutes: 15 });
    const notice = { minimumNoticeMinutes: 3 * 1_440 };
    await execute(updateBookingSettings, studio.caller, { ...notice, horizonDays: 30 });
    await refusedBy("minimumNotice", `${studio.day(2)}T15:00`);
    await refusedBy("horizon", `${studio.day(40)}T15:00`);
    await refusedBy("past", "2020-05-12T10:00");
    await execute(updateBookingSettings, studio.caller, { minimumNoticeMinutes: 0, horizonDays: 180 });
  });

  it("a class that is not there, that is full, or whose teacher is away or busy", async () => {
    const inClass = { serviceId: studio.classId };
    expect((await refusedBy("schedule", `${studio.day(21)}T17:00`, inClass)).code).toBe("not_bookable");
    await studio.book(`${studio.day(6)}T18:00`, { ...inClass, participants: 2 });
    expect((await refusedBy("classFull", `${studio.day(6)}T18:00`, inClass)).code).toBe("class_full");
    const pair = await refusal(studio.book(`${studio.day(6)}T18:00`, { ...inClass, participants: 2 }));
    expect(alternativesOf(pair).every(({ remainingCapacity }) => remainingCapacity === 2)).toBe(true);
    const flow = await service({ type: "class", capacity: 5 });
    const at = { serviceId: flow, startTime: "11:00", endTime: "12:00", staffId: studio.teacherId };
    const rule = { ...at, date: studio.day(7), recurrence: "daily" };
    await studio.book(`${studio.day(7)}T11:00`);
    await execute(createServiceSchedule, studio.caller, rule);
    const busy = await refusal(studio.book(`${studio.day(7)}T11:00`, { serviceId: flow }));
    expect(busy).toMatchObject({ code: "slot_taken", details: { rule: "staffTaken" } });
    expect(alternativesOf(busy)).toHaveLength(5);
    expect((await refusal(studio.book(`${studio.day(13)}T11:00`, { serviceId: flow }))).details?.rule).toBe("timeOff");
  });

  it("rest between two bookings, with times after it; a number of bookings, with none", async () => {
    const calm = await service({ cooldownMinutes: 3 * 1_440 });
    const customer = { name: "Rae", email: "rae@example.com" };
    const booked = await studio.book(`${studio.day(8)}T10:00`, { serviceId: calm, customer });
    const error = await refusal(studio.book(`${studio.day(9)}T10:00`, { serviceId: calm, customer }));
    expect(error.details?.rule).toBe("cooldownMinutes");
    const [first] = alternativesOf(error);
    expect(Date.parse(first?.startTime ?? "")).toBe(Date.parse(booked.startTime) + 3 * 86_400_000);
    await studio.book(first?.startTime ?? "", { serviceId: calm, customer });
    await execute(updateBookingSettings, studio.caller, { maximumUpcomingPerCustomer: 2 });
    const many = await refusal(studio.book(`${studio.day(20)}T10:00`, { customer }));
    expect(many.details).toEqual({ rule: "maximumUpcomingPerCustomer", alternatives: [] });
    await execute(updateBookingSettings, studio.caller, { maximumUpcomingPerCustomer: null });
  });
});

it("a move is refused in the same words, and nothing moved", async () => {
  const { id: bookingId, localStart } = await studio.book(`${studio.day(15)}T10:00`);
  const error = await refusal(
    execute(rescheduleBooking, studio.caller, { bookingId, start: `${studio.day(15)}T03:00` }),
  );
  expect(error).toMatchObject({ code: "not_bookable", details: { rule: "openingHours" } });
  expect(alternativesOf(error)[0]?.localStart).toBe(localStart.replace("10:00", "09:00"));
});

it("a class is moved where teacher and room are free, or told when they are", async () => {
  const ben = (await execute(createStaffMember, studio.caller, { name: "Ben" })).data.id;
  await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: ben });
  const date = studio.day(16);
  await studio.book(`${date}T12:00`, { staffId: ben });
  const move = { scheduleId: studio.scheduleId, applyTo: "this", date, staffId: ben };
  const error = await refusal(
    execute(updateServiceSchedule, studio.caller, { ...move, startTime: "12:30", endTime: "13:30" }),
  );
  expect(error).toMatchObject({ code: "slot_taken", details: { rule: "staffTaken" } });
  const starts = alternativesOf(error).map(({ localStart }) => localStart.slice(-5));
  expect(starts).toContain("13:00");
  expect(starts).not.toContain("12:15");
});

it("a search offers nothing that the booking then refuses: a class of the same person keeps its buffers", async () => {
  const careful = await service({ requiresStaff: true, bufferAfterMinutes: 15 });
  const cleo = (await execute(createStaffMember, studio.caller, { name: "Cleo" })).data.id;
  await execute(assignStaffToService, studio.caller, { serviceId: careful, userId: cleo });
  const lesson = { serviceId: studio.classId, date: studio.day(17), startTime: "12:00", endTime: "13:00" };
  await execute(createServiceSchedule, studio.caller, { ...lesson, staffId: cleo });
  const look = { serviceId: careful, date: studio.day(17) };
  const { data } = await execute(getAvailableSlots, studio.caller, look);
  const starts = data.items.map(({ localStart }) => localStart.slice(-5));
  expect(starts).toContain("10:45");
  expect(starts).not.toContain("11:00");
  await refusedBy("buffer", `${studio.day(17)}T11:00`, { serviceId: careful });
});

it("an empty search says what was never set up", async () => {
  const hint = async (serviceId: string) =>
    (await execute(getAvailableSlots, studio.caller, { serviceId, date: studio.day(18) })).data.hint;
  expect(await hint(await service({ requiresStaff: true }))).toContain("assign_staff_to_service");
  expect(await hint(await service({ requiresResource: true }))).toContain("link_resource_to_service");
  expect(await hint(await service({ type: "class", capacity: 5 }))).toContain("create_service_schedule");
  expect(await hint(await service({ status: "archived" }))).toContain("update_service");
  await execute(addClosure, studio.caller, { dateFrom: studio.day(18) });
  expect(await hint(studio.massageId)).toContain("Closed then. Nearest free:");
  expect(await hint(await service({ durationMinutes: 30 }))).toContain("Closed then. Nearest free:");
});
