import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { mailLocale, textsOf } from "@/lib/integrations/email/templates/texts";
import { execute } from "@/lib/kernel/execute";
import { getAvailableSlots } from "../bookings/get-available-slots";
import { getBookingDetail } from "../bookings/get-booking-detail";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { listClosures } from "../opening-hours/list-closures";
import { removeClosure } from "../opening-hours/remove-closure";
import { createServiceSchedule } from "../schedules/create-service-schedule";
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
  expect(done.data).toMatchObject({ left: [], bookings: [{ givenTo: { name: "Ben" } }] });
  const mails = await systemDb().outboxMail.findMany({ where: { organisationId: studio.organisationId } });
  const told = mails.filter(({ template }) => template !== "booking_confirmation");
  expect(told.map(({ template }) => template)).toEqual(["booking_substituted"]);
  // What was shown before and what the mail says are the same words.
  const { headings } = textsOf(mailLocale(told[0]?.locale ?? ""));
  const heading = headings.booking_substituted.toLowerCase();
  expect(data.bookings[0]?.messages.ifSubstituted?.toLowerCase()).toContain(heading);
  expect(told[0]?.data).toMatchObject({ bookingId: id, staffName: "Ben" });
  const [looked] = await auditOf(studio.organisationId, "report_absence");
  expect(looked?.effect).toBe("read");
});

it("substitutes where somebody is free, names what is left, and cancels when told to", async () => {
  const day = studio.day(3);
  const first = await withAnna(`${day}T10:00`);
  const second = await withAnna(`${day}T12:00`);
  await studio.book(`${day}T12:00`, { staffId: ben });
  const { data, summary } = await away(day, "substitute");
  expect(data.bookings.map(({ outcome }) => outcome)).toEqual(["substituted", "unchanged"]);
  expect(data.left).toMatchObject([{ bookingId: second.id, occurrenceId: null, localStart: second.localStart }]);
  expect(summary).toContain("cancel_booking");
  expect([(await shown(first.id)).staffName, (await shown(second.id)).staffName]).toEqual(["Ben", "Anna"]);
  const rest = await away(day, "cancel");
  expect(rest.data.bookings.map(({ outcome }) => outcome)).toEqual(["cancelled"]);
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
  const part = await away(day, "substitute");
  expect(part.data.left).toMatchObject([{ occurrenceId: booked.occurrenceId, what: "Yoga (1 booked)" }]);
  expect(part.data.left[0]?.next).toContain("cancel_class_date");
  expect([(await shown(booked.id)).staffName, (await shown(appointment.id)).staffName]).toEqual(["Anna", "Ben"]);
  const evening = { ...morning, startTime: "17:00", endTime: "20:00", replace: false };
  await execute(setStaffAvailability, studio.caller, { memberId: ben, ...evening });
  const done = await away(day, "substitute");
  expect(done.data.classes).toMatchObject([{ outcome: "substituted", givenTo: { name: "Ben" } }]);
  expect([(await shown(booked.id)).staffName, (await shown(appointment.id)).staffName]).toEqual(["Ben", "Ben"]);

  const other = await studio.book(`${studio.day(6)}T18:00`, inClass);
  const cancelled = await away(studio.day(6), "cancel");
  expect(cancelled.data.classes).toMatchObject([{ outcome: "cancelled", placesTaken: 1 }]);
  expect((await shown(other.id)).status).toBe("cancelled");
});

it("lets an empty class without a substitute stand: it blocks nothing, and is offered again when the teacher is back", async () => {
  const day = studio.day(8);
  const lesson = { serviceId: studio.classId, date: day, startTime: "06:00", endTime: "07:00" };
  await execute(createServiceSchedule, studio.caller, { ...lesson, staffId: studio.teacherId });
  const appointment = await withAnna(`${day}T10:00`);
  const times = { staffId: studio.teacherId, from: `${day}T05:00`, to: `${day}T11:00`, resolve: "substitute" };
  await execute(setStaffAvailability, studio.caller, {
    memberId: ben,
    date: day,
    startTime: "09:00",
    endTime: "12:00",
  });
  const { data } = await execute(reportAbsence, studio.caller, times);
  expect(data.classes).toMatchObject([{ placesTaken: 0, outcome: "unchanged" }]);
  expect(data).toMatchObject({ left: [], bookings: [{ bookingId: appointment.id, outcome: "substituted" }] });
  const offered = async () =>
    (await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date: day, timeTo: "08:00" })).data
      .items;
  expect(await offered()).toEqual([]);
  await execute(removeClosure, studio.caller, { closureId: data.closureId });
  expect(await offered()).toHaveLength(1);
});

it("says who hears of it and how, and notes an absence once however often it is reported", async () => {
  const day = studio.day(10);
  await execute(setStaffAvailability, studio.caller, {
    memberId: ben,
    date: day,
    startTime: "09:00",
    endTime: "12:00",
  });
  const phone = { name: "Phoebe", phone: "+852 9123 7777" };
  await withAnna(`${day}T09:00`);
  await studio.book(`${day}T11:00`, { staffId: studio.teacherId, customer: phone });
  const afternoon = await withAnna(`${day}T15:00`);
  const listed = await away(day, "list");
  expect(listed.data).toMatchObject({ noted: "no", told: { mail: 0, task: 0, nobody: 0 } });
  const { data, summary } = await away(day, "substitute");
  expect(data).toMatchObject({ noted: "now", told: { mail: 1, task: 1, nobody: 0 } });
  expect(summary).toContain("absence noted; 1 told by mail, a task made to tell 1 without a mail address");

  const again = await away(day, "substitute");
  expect(again.data).toMatchObject({ noted: "before", closureId: data.closureId, told: { mail: 0, task: 0 } });
  expect(again.summary).toContain("absence was noted before; nobody was told");
  expect((await away(day, "list")).data).toMatchObject({ noted: "before", closureId: data.closureId });
  const { items } = (await execute(listClosures, studio.caller, { staffId: studio.teacherId })).data;
  expect(items.filter(({ localStart }) => localStart.includes(day))).toHaveLength(1);
  expect(data.left).toMatchObject([{ bookingId: afternoon.id }]);
});

it("names who is free when the person asked for is away, has a break or does not work then", async () => {
  const day = studio.day(11);
  await execute(reportAbsence, studio.caller, {
    staffId: studio.teacherId,
    from: `${day}T09:00`,
    to: `${day}T11:00`,
    resolve: "substitute",
  });
  const breakTime = {
    memberId: studio.teacherId,
    date: day,
    startTime: "12:00",
    endTime: "13:00",
    type: "unavailable",
  };
  await execute(setStaffAvailability, studio.caller, breakTime);
  await execute(setStaffAvailability, studio.caller, {
    memberId: studio.teacherId,
    date: day,
    startTime: "11:00",
    endTime: "16:00",
  });
  await execute(setStaffAvailability, studio.caller, {
    memberId: ben,
    date: day,
    startTime: "09:00",
    endTime: "21:00",
  });
  const names = { staffName: "Anna", freeStaff: [{ staffId: ben, name: "Ben" }] };
  for (const [time, rule, sentence] of [
    ["10:00", "timeOff", "Anna is away then. Free then: Ben."],
    ["12:00", "break", "Anna has a break then. Free then: Ben."],
    ["18:00", "workingHours", "Anna does not work then"],
  ] as const) {
    const error = await refusal(withAnna(`${day}T${time}`));
    expect(error).toMatchObject({ code: "not_bookable", details: { rule, ...names } });
    expect(error.message).toContain(sentence);
    expect(error.hint).toContain("details.freeStaff");
  }
});
