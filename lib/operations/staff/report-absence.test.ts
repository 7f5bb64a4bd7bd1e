import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { getBookingDetail } from "../bookings/get-booking-detail";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { assignStaffToService } from "./assign-staff-to-service";
import { createStaffMember } from "./create-staff-member";
import { reportAbsence } from "./report-absence";

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
  expect((await refusal(withAnna(`${day}T15:00`))).code).toBe("slot_taken");
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
