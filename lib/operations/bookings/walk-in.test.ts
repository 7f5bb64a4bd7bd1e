import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { setOpeningHours } from "../opening-hours/set-opening-hours";
import { createService } from "../services/create-service";
import { updateService } from "../services/update-service";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { setStaffAvailability } from "../staff/set-staff-availability";
import { cancelBooking } from "./cancel-booking";
import { completeBooking } from "./complete-booking";
import { createBooking } from "./create-booking";
import { MINUTE_MS, wallTime } from "./local-time";
import { DAYS, openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

/** A minute of the wall clock, so many minutes before now. */
const ago = (minutes: number) => new Date(Math.floor(Date.now() / MINUTE_MS - minutes) * MINUTE_MS).toISOString();
const walkIn = (start: string, more: Record<string, unknown> = {}) =>
  execute(createBooking, studio.caller, {
    serviceId: studio.massageId,
    start,
    customer: { name: "Walk-in" },
    walkIn: true,
    ...more,
  });

it("notes somebody who is there, at any minute and hour, by name alone, checked in and without a message", async () => {
  await execute(updateService, studio.caller, { serviceId: studio.massageId, requiresConfirmation: true });
  await execute(setOpeningHours, studio.caller, { hours: [{ day: otherDay(), open: "03:00", close: "03:05" }] });
  const start = ago(7);
  const { data, summary } = await walkIn(start, { customer: { name: "Rosa", phone: "+852 9123 4001" } });
  expect(data).toMatchObject({ status: "confirmed", told: null, staffName: "Anna", startTime: start });
  expect(data.checkedInAt).toBe(data.startTime);
  expect(summary).toContain("(checked in)");
  const where = { organisationId: studio.organisationId };
  expect(await systemDb().task.count({ where: { ...where, bookingId: data.id } })).toBe(0);
  expect((await execute(completeBooking, studio.caller, { bookingId: data.id })).data.status).toBe("completed");

  const [first, again] = [await walkIn(ago(200)), await walkIn(ago(300))];
  expect(again.data.customer.accountId).toBe(first.data.customer.accountId);
  const account = await systemDb().account.findFirstOrThrow({ where: { id: first.data.customer.accountId ?? "" } });
  expect(account).toMatchObject({ name: "Walk-in", source: "walk_in" });
  await execute(cancelBooking, studio.caller, { bookingId: again.data.id });
});

/** A weekday that is neither now nor next to it. */
const otherDay = () => DAYS[(new Date().getUTCDay() + 3) % 7];

it("books nobody twice: who has a booking then is named, and whoever works then is taken first", async () => {
  const taken = await refusal(walkIn(ago(5)));
  expect(taken).toMatchObject({ code: "slot_taken", details: { rule: "staffTaken", busy: { staffName: "Anna" } } });
  const people: Record<string, string> = {};
  for (const name of ["Absent", "Ben"]) {
    people[name] = (await execute(createStaffMember, studio.caller, { name })).data.id;
    await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: people[name] });
  }
  const start = ago(5);
  for (const instant of [start, new Date(Date.parse(start) + 60 * MINUTE_MS).toISOString()]) {
    const date = wallTime(Date.parse(instant), "Asia/Hong_Kong").slice(0, 10);
    const away = { memberId: people.Absent, date, startTime: "00:00", endTime: "24:00", type: "unavailable" };
    await execute(setStaffAvailability, studio.caller, away);
  }
  expect((await walkIn(start)).data.staffName).toBe("Ben");
  // There is nobody else: the visit happened all the same.
  expect((await walkIn(ago(6))).data.staffName).toBe("Absent");
});

it("takes a place in a class that has begun, while there is one", async () => {
  const yesterday = `${studio.day(-1)}T18:00`;
  const isRecent = Date.now() - Date.parse(`${yesterday}:00+08:00`) < 1_430 * MINUTE_MS;
  const start = isRecent ? yesterday : `${studio.day(0)}T18:00`;
  const begun = await systemDb().serviceSchedule.updateMany({
    where: { id: studio.scheduleId },
    data: { date: new Date(`${studio.day(-3)}T00:00:00Z`) },
  });
  expect(begun.count).toBe(1);
  const inClass = { serviceId: studio.classId, participants: 2 };
  const { data } = await walkIn(start, inClass);
  expect(data).toMatchObject({ serviceName: "Yoga", participants: 2, occurrenceId: expect.any(String) });
  expect((await refusal(walkIn(start, { ...inClass, customer: { name: "Late" } }))).code).toBe("class_full");
});

it("is for visits of now and of the last day only", async () => {
  for (const minutes of [1_441, -30]) {
    const error = await refusal(walkIn(ago(minutes)));
    expect(error).toMatchObject({ kind: "invalid_input", details: { field: "start" } });
  }
  const past = { serviceId: studio.massageId, start: ago(20), customer: { name: "Walk-in" } };
  expect((await refusal(execute(createBooking, studio.caller, past))).details?.rule).toBe("past");
  const spa = (await execute(createService, studio.caller, { name: "Spa", durationMinutes: 30, requiresStaff: true }))
    .data;
  expect((await refusal(walkIn(ago(1), { serviceId: spa.id }))).details?.rule).toBe("staffMissing");
});
