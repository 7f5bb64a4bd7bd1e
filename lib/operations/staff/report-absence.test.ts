import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { getBookingDetail } from "../bookings/get-booking-detail";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { updateServiceSchedule } from "../schedules/update-service-schedule";
import { assignStaffToService } from "./assign-staff-to-service";
import { createStaffMember } from "./create-staff-member";
import { reportAbsence } from "./report-absence";
import { setStaffAvailability } from "./set-staff-availability";

let studio: Studio;
let ben: string;

beforeAll(async () => {
  studio = await openStudio();
  ben = (await execute(createStaffMember, studio.caller, { name: "Ben" })).data.id;
  await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: ben });
});

const away = (day: string, resolve: string) =>
  execute(reportAbsence, studio.caller, {
    staffId: studio.teacherId,
    from: `${day}T09:00`,
    to: `${day}T20:00`,
    resolve,
  });
const withAnna = (start: string) => studio.book(start, { staffId: studio.teacherId });
const shown = async (bookingId: string) => (await execute(getBookingDetail, studio.caller, { bookingId })).data.booking;

it("shows first, changes nothing, then gives each to a free colleague and tells the customer", async () => {
  const day = studio.day(2);
  const { id } = await withAnna(`${day}T10:00`);
  const { data } = await away(day, "list");
  expect(data).toMatchObject({ closureId: null, bookings: [{ bookingId: id, substitutes: [{ staffId: ben }] }] });
  expect((await shown(id)).staffName).toBe("Anna");
  const done = await away(day, "substitute");
  expect(done.data.bookings[0]?.outcome).toBe("substituted");
  expect((await shown(id)).staffName).toBe("Ben");
  expect((await refusal(withAnna(`${day}T15:00`))).details?.rule).toBe("timeOff");
  expect((await refusal(studio.book(`${day}T10:00`, { staffId: ben }))).code).toBe("slot_taken");
  const moved = { organisationId: studio.organisationId, template: "booking_moved" };
  expect(await systemDb().outboxMail.count({ where: moved })).toBe(1);
});

it("does all or nothing when somebody cannot be replaced, and cancels when told to", async () => {
  const day = studio.day(3);
  const first = await withAnna(`${day}T10:00`);
  const second = await withAnna(`${day}T12:00`);
  await studio.book(`${day}T12:00`, { staffId: ben });
  expect((await refusal(away(day, "substitute"))).code).toBe("slot_taken");
  expect((await shown(first.id)).staffName).toBe("Anna");
  const { data } = await away(day, "cancel");
  expect(data.bookings.map(({ outcome }) => outcome)).toEqual(["cancelled", "cancelled"]);
  expect((await shown(second.id)).status).toBe("cancelled");
  const backwards = { staffId: ben, from: `${day}T12:00`, to: `${day}T11:00` };
  expect((await refusal(execute(reportAbsence, studio.caller, backwards))).details?.field).toBe("to");
});

it("resolves classes too: a colleague who works then and teaches nothing else takes them, or they are cancelled", async () => {
  const day = studio.day(5);
  const start = `${day}T18:00`;
  const inClass = { serviceId: studio.classId };
  await execute(assignStaffToService, studio.caller, { serviceId: studio.classId, userId: ben });
  await execute(updateServiceSchedule, studio.caller, { scheduleId: studio.scheduleId, staffId: studio.teacherId });
  const booked = await studio.book(start, inClass);
  const appointment = await withAnna(`${day}T10:00`);
  // Ben works in the morning only: he can take the massage, not the class.
  const morning = { dayOfWeek: new Date(`${day}T00:00:00Z`).getUTCDay(), startTime: "09:00", endTime: "12:00" };
  await execute(setStaffAvailability, studio.caller, { memberId: ben, ...morning });
  const { data } = await away(day, "list");
  expect(data.classes).toMatchObject([{ placesTaken: 1, substitutes: [], outcome: "unchanged" }]);
  expect(data.bookings).toMatchObject([{ bookingId: appointment.id, substitutes: [{ name: "Ben" }] }]);
  expect(data.bookings[0]?.messages.ifSubstituted).toContain("Ben");
  expect(data.bookings[0]?.messages.ifCancelled).toContain("Massage");
  expect((await refusal(away(day, "substitute"))).details?.occurrenceId).toBe(booked.occurrenceId);
  expect((await shown(appointment.id)).staffName).toBe("Anna");
  const evening = { ...morning, startTime: "17:00", endTime: "20:00", replace: false };
  await execute(setStaffAvailability, studio.caller, { memberId: ben, ...evening });
  const done = await away(day, "substitute");
  expect(done.data.classes).toMatchObject([{ outcome: "substituted" }]);
  expect([(await shown(booked.id)).staffName, (await shown(appointment.id)).staffName]).toEqual(["Ben", "Ben"]);

  const other = await studio.book(`${studio.day(6)}T18:00`, inClass);
  const cancelled = await away(studio.day(6), "cancel");
  expect(cancelled.data.classes).toMatchObject([{ outcome: "cancelled", placesTaken: 1 }]);
  expect((await shown(other.id)).status).toBe("cancelled");
});
