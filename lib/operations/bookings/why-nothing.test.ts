import { beforeAll, expect, it } from "vitest";
import { execute } from "@/lib/kernel/execute";
import { addClosure } from "../opening-hours/add-closure";
import { setOpeningHours } from "../opening-hours/set-opening-hours";
import { createService } from "../services/create-service";
import { createServiceAddOn } from "../services/create-service-add-on";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { getAvailableSlots } from "./get-available-slots";
import { DAYS, openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let ben: string;
const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();

beforeAll(async () => {
  studio = await openStudio();
  ben = (await execute(createStaffMember, studio.caller, { name: "Ben" })).data.id;
});

const ask = async (more: Record<string, unknown>) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.massageId, date: studio.day(2), ...more })).data;
const hint = async (more: Record<string, unknown>) => {
  const { items, hint: why } = await ask(more);
  expect(items).toEqual([]);
  return why ?? "";
};

it("says that days are over, or further ahead than bookings are made", async () => {
  expect(await hint({ date: "1900-01-01" })).toContain("lie in the past; today is");
  const far = await hint({ date: "9999-01-01" });
  expect(far).toMatch(/at most \d+ days ahead, until \d{4}-/);
  expect(await hint({ serviceId: studio.classId, date: "1900-01-01" })).toContain("in the past");
});

it("says when the business is closed, by its week or by a closure with its name", async () => {
  const closed = studio.day(3);
  const hours = DAYS.filter((_, index) => index !== weekday(closed)).map((day) => ({
    day,
    open: "09:00",
    close: "21:00",
  }));
  await execute(setOpeningHours, studio.caller, { hours });
  const week = await hint({ date: closed });
  expect(week).toMatch(/Outside the opening hours: none on \w+days\./);
  expect(week).toContain("Nearest free:");
  await execute(addClosure, studio.caller, { dateFrom: studio.day(4), reason: "Stocktaking" });
  expect(await hint({ date: studio.day(4) })).toContain("Closed then: Stocktaking.");
});

it("says who has what, and who else is free then", async () => {
  await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: ben });
  const date = studio.day(2);
  await studio.book(`${date}T16:00`, { staffId: studio.teacherId });
  const part = { timeFrom: "16:00", timeTo: "16:30" };
  const busy = await hint({ ...part, staffId: studio.teacherId });
  expect(busy).toContain("Anna has Massage 16:00–17:00. Free then: Ben.");
  const { items } = await ask(part);
  expect(items.map(({ staff }) => staff)).toEqual(items.map(() => [{ staffId: ben, name: "Ben" }]));
  const [both] = (await ask({ timeFrom: "10:00", timeTo: "10:00" })).items;
  expect(both?.staff?.map(({ name }) => name).sort()).toEqual(["Anna", "Ben"]);
});

it("names who gives a service when the person asked for does not, and what to do when nobody does", async () => {
  const perm = { name: "Perm", durationMinutes: 90, requiresStaff: true };
  const serviceId = (await execute(createService, studio.caller, perm)).data.id;
  expect(await hint({ serviceId, staffId: ben })).toContain(
    "Nobody gives this service yet; use assign_staff_to_service",
  );
  await execute(assignStaffToService, studio.caller, { serviceId, userId: studio.teacherId });
  expect(await hint({ serviceId, staffId: ben })).toContain("Ben does not give Perm; Anna does");
});

it("offers only times with room for the add-ons that will be booked along", async () => {
  const addOn = { serviceId: studio.massageId, name: "Hot stones", durationMinutes: 30, price: "80.00" };
  const addOnId = (await execute(createServiceAddOn, studio.caller, addOn)).data.id;
  const last = async (more: Record<string, unknown>) => (await ask(more)).items.at(-1)?.localStart.slice(-5);
  expect([await last({}), await last({ addOnIds: [addOnId] })]).toEqual(["20:00", "19:30"]);
});
