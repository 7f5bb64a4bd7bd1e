import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { execute } from "@/lib/kernel/execute";
import type { AnyOperation } from "@/lib/kernel/operation";
import { addClosure } from "../opening-hours/add-closure";
import { listClosures } from "../opening-hours/list-closures";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { listServiceSchedules } from "../schedules/list-service-schedules";
import { updateServiceSchedule } from "../schedules/update-service-schedule";
import { reportAbsence } from "../staff/report-absence";
import { setStaffAvailability } from "../staff/set-staff-availability";
import { createBooking } from "./create-booking";
import { getAvailableSlots } from "./get-available-slots";
import { getCalendar } from "./get-calendar";
import { holdSlot } from "./hold-slot";
import { listBookings } from "./list-bookings";
import { rescheduleBooking } from "./reschedule-booking";
import { takeWeekday } from "./stated-weekday";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let bookingId: string;
beforeAll(async () => {
  studio = await openStudio();
  bookingId = (await studio.book(`${studio.day(9)}T10:00`)).id;
});

const nameOf = (date: string, shift = 0) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + shift * 86_400_000).toLocaleDateString("en", {
    weekday: "long",
    timeZone: "UTC",
  });

/** Every input that takes a date or a moment: the operation, the field, and what else it needs. */
const inputs: [AnyOperation, string, (more: string) => Record<string, unknown>][] = [
  [getAvailableSlots, "date", () => ({ serviceId: studio.massageId })],
  [getCalendar, "dateFrom", () => ({})],
  [listBookings, "from", () => ({})],
  [listClosures, "dateFrom", () => ({})],
  [listServiceSchedules, "dateFrom", () => ({})],
  [addClosure, "dateFrom", () => ({})],
  [setStaffAvailability, "date", () => ({ memberId: studio.teacherId, startTime: "09:00", endTime: "21:00" })],
  [createServiceSchedule, "date", () => ({ serviceId: studio.classId, startTime: "06:00", endTime: "07:00" })],
  [
    updateServiceSchedule,
    "date",
    () => ({ scheduleId: studio.scheduleId, applyTo: "this", startTime: "18:00", endTime: "19:30" }),
  ],
  [reportAbsence, "from", (day) => ({ staffId: studio.teacherId, to: `${day}T20:00`, resolve: "list" })],
  [
    createBooking,
    "start",
    () => ({ serviceId: studio.massageId, customer: { name: "Ann", email: "ann@example.com" } }),
  ],
  [holdSlot, "start", () => ({ serviceId: studio.massageId })],
  [rescheduleBooking, "start", () => ({ bookingId })],
];
const takesMoment = new Set(["start", "from"]);

describe("a weekday that is said with a date", () => {
  it.each(inputs.map((input, index) => [input[0].name, index] as const))("is checked by %s", async (name, index) => {
    const [operation, field, more] = inputs[index] ?? inputs[0] ?? [];
    if (!operation || !field || !more) throw new Error("no such input");
    const day = studio.day(10 + index);
    // list_bookings takes days, though its field is called like a moment.
    const value = takesMoment.has(field) && name !== "list_bookings" ? `${day} 14:00` : day;
    const call = (weekday: string) =>
      execute(operation, studio.caller, { ...more(day), [field]: `${weekday} ${value}` });
    const error = await refusal(call(nameOf(day, 1)));
    expect(error).toMatchObject({ code: "invalid_input", details: { field } });
    expect(error.message).toContain(nameOf(day));
    await call(nameOf(day));
  });

  it("is understood as answers write it and people say it, and nothing else is taken for one", () => {
    const tuesday = { weekday: 2, rest: "2026-05-12" };
    for (const text of ["Tuesday 2026-05-12", "tuesday, 2026-05-12", "Tue 2026-05-12", "TUE. 2026-05-12"]) {
      expect(takeWeekday(text)).toEqual(tuesday);
    }
    for (const text of ["2026-05-12", "May 2026-05-12", "Tuesday", "Tues2026-05-12"]) {
      expect(takeWeekday(text)).toEqual({ weekday: undefined, rest: text });
    }
  });

  it("may be copied from an answer into the next call", async () => {
    const { data } = await execute(getAvailableSlots, studio.caller, {
      serviceId: studio.massageId,
      date: studio.day(30),
    });
    const [slot] = data.items;
    expect(slot?.localStart).toBe(`${nameOf(studio.day(30))} ${studio.day(30)} 09:00`);
    expect((await studio.book(slot?.localStart ?? "")).startTime).toBe(slot?.startTime);
  });
});

it.each(["now", "2026-12-08", "Friday 4pm", "2026-12-08T10:00:00.000000000000000000+08:00"])(
  "a moment is refused with the two ways to write one: %s",
  async (start) => {
    const { details } = await refusal(execute(rescheduleBooking, studio.caller, { bookingId, start }));
    expect(details).toMatchObject({
      field: "start",
      fields: [{ rule: expect.stringMatching(/^must be an instant \(.*Z"\) or a local time/) }],
    });
  },
);
