import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { createResource } from "../resources/create-resource";
import { linkResourceToService } from "../resources/link-resource-to-service";
import { createService } from "../services/create-service";
import { updateService } from "../services/update-service";
import { createServiceSchedule } from "./create-service-schedule";
import { updateServiceSchedule } from "./update-service-schedule";

let studio: Studio;
let serviceId: string;

beforeAll(async () => {
  studio = await openStudio();
  const pilates = { name: "Pilates", durationMinutes: 60, type: "class", capacity: 12, requiresResource: true };
  serviceId = (await execute(createService, studio.caller, pilates)).data.id;
});

const schedule = (startTime: string, endTime: string, more: Record<string, unknown> = {}) =>
  execute(createServiceSchedule, studio.caller, { serviceId, date: studio.day(3), startTime, endTime, ...more });

async function room(name: string) {
  const { id } = (await execute(createResource, studio.caller, { name, type: "room" })).data;
  await execute(linkResourceToService, studio.caller, { serviceId, resourceId: id });
  return id;
}

it("schedules a class that requires a room in a linked one that is free, and refuses where there is none", async () => {
  const unlinked = await refusal(schedule("08:00", "09:00"));
  expect(unlinked).toMatchObject({ code: "not_bookable", details: { rule: "resourceMissing" } });
  expect(unlinked.hint).toContain("link_resource_to_service");

  const first = await room("Studio A");
  const morning = await schedule("08:00", "09:00");
  expect(morning.data).toMatchObject({ schedule: { resourceId: first }, resourceName: "Studio A", clashes: [] });
  expect(morning.summary).toContain("in Studio A");
  expect(await refusal(schedule("08:30", "09:30"))).toMatchObject({
    code: "slot_taken",
    details: { rule: "resourceTaken" },
  });

  const second = await room("Studio B");
  expect((await schedule("08:30", "09:30")).data.schedule.resourceId).toBe(second);
  expect((await refusal(schedule("08:45", "09:45"))).code).toBe("slot_taken");
  expect((await schedule("10:00", "11:00")).data.schedule.resourceId).toBe(first);
});

it("takes the room that is free on the most dates, and names the dates on which it is not", async () => {
  const other = await schedule("08:30", "09:30", { date: studio.day(4) });
  const daily = { date: studio.day(3), recurrence: "daily", recurrenceEndDate: studio.day(6) };
  const { data } = await schedule("08:30", "09:30", daily);
  expect(data.schedule.resourceId).not.toBe(other.data.schedule.resourceId);
  expect(data.clashes).toMatchObject([{ reason: "resource_busy", localStart: expect.stringContaining(studio.day(3)) }]);
});

it("books no class without the room it requires, and offers none", async () => {
  const named = (await execute(createService, studio.caller, { name: "Barre", durationMinutes: 60, type: "class" }))
    .data.id;
  const times = { serviceId: named, date: studio.day(4), startTime: "20:00", endTime: "21:00" };
  const { id: scheduleId } = (await execute(createServiceSchedule, studio.caller, times)).data.schedule;
  await execute(updateService, studio.caller, { serviceId: named, requiresResource: true });
  const start = `${studio.day(4)}T20:00`;
  const roomless = await refusal(studio.book(start, { serviceId: named }));
  expect(roomless).toMatchObject({ code: "not_bookable", details: { rule: "resourceMissing" } });
  expect(roomless.hint).toContain("update_service_schedule");
  const slots = await execute(getAvailableSlots, studio.caller, { serviceId: named, date: studio.day(4) });
  expect(slots.data.items).toEqual([]);
  expect(slots.data.hint).toContain("room");

  const resourceId = await room("Studio C");
  await execute(updateServiceSchedule, studio.caller, { scheduleId, resourceId });
  expect((await studio.book(start, { serviceId: named })).resourceId).toBe(resourceId);
  const away = execute(updateServiceSchedule, studio.caller, { scheduleId, resourceId: null });
  expect((await refusal(away)).details?.field).toBe("resourceId");
});
