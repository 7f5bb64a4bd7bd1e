import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { createService } from "../services/create-service";
import { archiveStaffMember } from "./archive-staff-member";
import { assignStaffToService } from "./assign-staff-to-service";
import { createStaffMember } from "./create-staff-member";
import { listBookableStaff } from "./list-bookable-staff";
import { setStaffAvailability } from "./set-staff-availability";
import { unassignStaffFromService } from "./unassign-staff-from-service";

let studio: Studio;

const slots = async (date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.massageId, date })).data.items;
const hire = async (name: string) => (await execute(createStaffMember, studio.caller, { name })).data.id;

beforeAll(async () => {
  studio = await openStudio();
});

it("adds a bookable person without a login, once for one key", async () => {
  const hiring = { name: "Ben", idempotencyKey: "hire-ben-1" };
  const first = await execute(createStaffMember, studio.caller, hiring);
  expect(first.data).toMatchObject({ name: "Ben", userId: null });
  expect((await execute(createStaffMember, studio.caller, hiring)).data.id).toBe(first.data.id);
  const events = await auditOf(studio.organisationId, "create_staff_member");
  expect(events.filter(({ entityId }) => entityId === first.data.id)).toHaveLength(1);
  expect((await refusal(execute(createStaffMember, studio.caller, { name: "" }))).details?.field).toBe("name");
});

it("says of a new person what is still missing, as the company is", async () => {
  const { caller } = await makeWorkspace();
  const bare = await execute(createStaffMember, caller, { name: "Cho" });
  expect(bare.data.missing).toEqual(["services", "assignment", "openingHours"]);
  expect(bare.summary).toMatch(/create_service.*assign_staff_to_service.*set_opening_hours/);
  const inStudio = await execute(createStaffMember, studio.caller, { name: "Cho" });
  expect(inStudio.data.missing).toEqual(["assignment"]);
  expect(inStudio.summary).toContain("whenever the company is open; they give no service yet");
});

it("makes the owner bookable by their user id, and takes the assignment back", async () => {
  const link = { serviceId: studio.massageId, userId: studio.userId };
  const { data } = await execute(assignStaffToService, studio.caller, link);
  await execute(assignStaffToService, studio.caller, link);
  const undone = await execute(unassignStaffFromService, studio.caller, { ...link, userId: data.staffId });
  expect(undone.data.wasAssigned).toBe(true);
  expect((await execute(unassignStaffFromService, studio.caller, link)).data.wasAssigned).toBe(false);
});

it("offers a person only in their hours, without their break", async () => {
  const memberId = studio.teacherId;
  const date = studio.day(5);
  const window = { memberId, date, startTime: "10:00", endTime: "14:00" };
  await execute(setStaffAvailability, studio.caller, window);
  const breakTime = { ...window, startTime: "12:00", endTime: "13:00", type: "unavailable" };
  const { data } = await execute(setStaffAvailability, studio.caller, breakTime);
  expect(data.windows).toHaveLength(2);
  const starts = (await slots(date)).map(({ localStart }) => localStart.slice(-5));
  expect(starts).toEqual(["10:00", "10:15", "10:30", "10:45", "11:00", "13:00"]);
});

it.each([
  ["endTime", { startTime: "18:00", endTime: "09:00", dayOfWeek: "monday" }],
  ["startTime", { startTime: "25:00", endTime: "26:00", dayOfWeek: "monday" }],
  ["dayOfWeek", { startTime: "09:00", endTime: "10:00" }],
  ["date", { startTime: "09:00", endTime: "10:00", date: "2027-02-30" }],
])("names the field %s of a window that cannot be", async (field, window) => {
  const call = execute(setStaffAvailability, studio.caller, { memberId: studio.teacherId, ...window });
  expect((await refusal(call)).details?.field).toBe(field);
});

it("says when bookings would not take a person who was assigned", async () => {
  const odd = async (more: object) =>
    (await execute(createService, studio.caller, { name: "Odd", durationMinutes: 60, ...more })).data.id;
  const eve = await hire("Eve");
  const hint = async (serviceId: string) =>
    (await execute(assignStaffToService, studio.caller, { serviceId, userId: eve })).data.hint;
  expect(await hint(await odd({ requiresStaff: true }))).toBeNull();
  expect(await hint(await odd({}))).toContain("requiresStaff");
  expect(await hint(await odd({ type: "class", capacity: 5 }))).toContain("create_service_schedule");
});

it("does not let a person go who has coming bookings", async () => {
  const carla = await hire("Carla");
  await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: carla });
  await studio.book(`${studio.day(6)}T10:00`, { staffId: carla });
  const error = await refusal(execute(archiveStaffMember, studio.caller, { staffId: carla }));
  expect(error).toMatchObject({ code: "precondition_failed", details: { comingBookings: 1 } });
  const dora = await hire("Dora");
  await execute(archiveStaffMember, studio.caller, { staffId: dora });
  expect((await refusal(execute(archiveStaffMember, studio.caller, { staffId: dora }))).code).toBe("not_found");
});

it("is listed with the services they give, also without a login", async () => {
  const list = async (input = {}) =>
    (await execute(listBookableStaff, studio.caller, { limit: 100, ...input })).data.items;
  const anna = (await list()).find(({ id }) => id === studio.teacherId);
  expect(anna).toMatchObject({ name: "Anna", userId: null, serviceIds: [studio.massageId] });
  expect((await list({ serviceId: studio.classId })).map(({ name }) => name)).toEqual([]);
  expect((await list()).map(({ name }) => name)).not.toContain("Dora");
});
