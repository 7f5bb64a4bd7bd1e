import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { DAYS, openStudio, type Studio } from "../bookings/testing/studio";
import { setStaffAvailability } from "../staff/set-staff-availability";
import { getOpeningHours } from "./get-opening-hours";
import { setOpeningHours } from "./set-opening-hours";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

it("replaces the whole week, and says which days are closed", async () => {
  const date = studio.day(7);
  const day = DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const hours = [
    { day, open: "09:00", close: "10:00" },
    { day, open: "20:00", close: "24:00" },
  ];
  const { data } = await execute(setOpeningHours, studio.caller, { hours });
  expect(data.windows.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
    ["09:00", "10:00"],
    ["20:00", "24:00"],
  ]);
  expect(data.closedDays).toHaveLength(6);
  const slots = await execute(getAvailableSlots, studio.caller, { serviceId: studio.massageId, date, days: 2 });
  expect(slots.data.items.at(-1)?.localStart).toContain(`${date} 23:00`);
  expect((await auditOf(studio.organisationId, "set_opening_hours")).at(-1)).toMatchObject({ outcome: "done" });
});

it.each([
  ["hours.0.close", [{ day: "monday", open: "21:00", close: "09:00" }]],
  ["hours.0.day", [{ day: "someday", open: "09:00", close: "21:00" }]],
  [
    "hours.1.open",
    [
      { day: "monday", open: "10:00", close: "18:00" },
      { day: 1, open: "12:00", close: "20:00" },
    ],
  ],
  ["hours.0.open", [{ day: 1, open: "9am", close: "21:00" }]],
])("names %s when it is wrong", async (field, hours) => {
  expect((await refusal(execute(setOpeningHours, studio.caller, { hours }))).details?.field).toBe(field);
});

it("sets the week of one person, who is then offered only in it, and takes it away again", async () => {
  await execute(setOpeningHours, studio.caller, { hours: DAYS.map((day) => ({ day, open: "09:00", close: "21:00" })) });
  const { teacherId: staffId, massageId: serviceId } = studio;
  const date = studio.day(9);
  const starts = async () =>
    (await execute(getAvailableSlots, studio.caller, { serviceId, date })).data.items.map(({ localStart }) =>
      localStart.slice(-5),
    );
  const week = (hours: { day: (typeof DAYS)[number]; open: string; close: string }[]) =>
    execute(setOpeningHours, studio.caller, { staffId, hours });
  await week(DAYS.map((day) => ({ day, open: "13:00", close: "14:15" })));
  expect(await starts()).toEqual(["13:00", "13:15"]);
  expect((await execute(getOpeningHours, studio.caller, { staffId })).data.windows).toHaveLength(7);
  expect((await execute(getOpeningHours, studio.caller, {})).data.windows[0]?.startTime).toBe("09:00");
  await week([]);
  expect((await starts())[0]).toBe("09:00");
});

it("names the coming bookings that no longer fit, of the company, a person or one of their days", async () => {
  const own = await openStudio();
  const date = own.day(9);
  const everyDay = (open: string, close: string) => ({ hours: DAYS.map((day) => ({ day, open, close })) });
  const early = await own.book(`${date}T09:00`);
  await own.book(`${date}T12:00`);
  await own.book(`${date}T18:00`, { serviceId: own.classId });
  const company = await execute(setOpeningHours, own.caller, everyDay("10:00", "15:00"));
  expect(company.data.outside).toMatchObject({ total: 1, bookings: [{ bookingId: early.id, serviceName: "Massage" }] });
  expect(company.summary).toContain("1 coming booking lies outside these hours and stays:");
  expect((await execute(setOpeningHours, own.caller, { hours: [] })).data.outside.total).toBe(0);

  const hers = await execute(setOpeningHours, own.caller, { ...everyDay("09:00", "12:30"), staffId: own.teacherId });
  expect(hers.data.outside.bookings.map(({ localStart }) => localStart.slice(-5))).toEqual(["12:00"]);
  const hours = { memberId: own.teacherId, date, startTime: "14:00", endTime: "18:00" };
  const day = await execute(setStaffAvailability, own.caller, hours);
  expect(day.data.outside.total).toBe(2);
  expect(day.summary).toContain("2 coming bookings lie outside");
});
