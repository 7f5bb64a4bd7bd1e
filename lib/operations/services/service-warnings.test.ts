import { beforeAll, expect, it } from "vitest";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { joinWaitlist } from "../bookings/join-waitlist";
import { listWaitlist } from "../bookings/list-waitlist";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { createService } from "./create-service";
import { updateService } from "./update-service";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});

const update = (serviceId: string, more: Record<string, unknown>) =>
  execute(updateService, studio.caller, { serviceId, ...more });
const places = async (date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date })).data.items[0]
    ?.remainingCapacity;

it("gives coming dates of a class its new places, names those with more taken, and offers what became free", async () => {
  const [full, half] = [studio.day(2), studio.day(3)];
  const pair = await studio.book(`${full}T18:00`, { serviceId: studio.classId, participants: 2 });
  await studio.book(`${half}T18:00`, { serviceId: studio.classId });
  const waiting = { occurrenceId: pair.occurrenceId, customer: { name: "Ada", email: "ada@example.com" } };
  await execute(joinWaitlist, studio.caller, waiting);
  const { data, summary } = await update(studio.classId, { capacity: 1 });
  expect(data.warnings).toHaveLength(1);
  expect(summary).toContain(`1 coming date has more places taken than 1 and keeps them: ${pair.localStart} (2 taken)`);
  expect(await Promise.all([full, half, studio.day(4)].map(places))).toEqual([0, 0, 1]);

  const raised = await update(studio.classId, { capacity: 4 });
  expect(raised.data.warnings).toEqual([]);
  expect(await Promise.all([half, studio.day(4)].map(places))).toEqual([3, 4]);
  const { items } = (await execute(listWaitlist, studio.caller, { occurrenceId: pair.occurrenceId })).data;
  expect(items.map(({ status }) => status)).toEqual(["offered"]);
});

it("says what a service needs from now on and does not have", async () => {
  const create = async (more: Record<string, unknown>) =>
    (await execute(createService, studio.caller, { durationMinutes: 60, ...more })).data.id;
  const sauna = await create({ name: "Sauna", capacity: 3 });
  await studio.book(`${studio.day(2)}T10:00`, { serviceId: sauna, participants: 3 });
  expect((await update(sauna, { capacity: 2 })).summary).toContain("1 coming booking brings more than 2 people");
  expect((await update(sauna, { requiresResource: true })).summary).toContain("link_resource_to_service");
  expect((await update(sauna, { requiresStaff: true })).summary).toContain("assign_staff_to_service");
  expect((await update(sauna, { name: "Hot sauna" })).data.warnings).toEqual([]);
});
