import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { updateService } from "../services/update-service";
import { cancelBooking } from "./cancel-booking";
import { checkInBooking } from "./check-in-booking";
import { completeBooking } from "./complete-booking";
import { confirmBooking } from "./confirm-booking";
import { getBookingDetail } from "./get-booking-detail";
import { getBookingStats } from "./get-booking-stats";
import { listBookings } from "./list-bookings";
import { markNoShow } from "./mark-no-show";
import { rescheduleBooking } from "./reschedule-booking";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const steps = {
  confirm: (bookingId: string) => execute(confirmBooking, studio.caller, { bookingId }),
  checkIn: (bookingId: string) => execute(checkInBooking, studio.caller, { bookingId }),
  complete: (bookingId: string) => execute(completeBooking, studio.caller, { bookingId }),
  noShow: (bookingId: string) => execute(markNoShow, studio.caller, { bookingId }),
  cancel: (bookingId: string) => execute(cancelBooking, studio.caller, { bookingId }),
  move: (bookingId: string) =>
    execute(rescheduleBooking, studio.caller, { bookingId, start: `${studio.day(30)}T10:00` }),
};

/** Lets a booking begin so long ago; a negative time lies ahead. */
const begin = (id: string, agoMs: number) =>
  systemDb().booking.updateMany({ where: { id }, data: { startsAt: new Date(Date.now() - agoMs) } });

it.each([
  ["complete", "completed", "complete_booking"],
  ["noShow", "no_show", "mark_no_show"],
  ["cancel", "cancelled", "cancel_booking"],
] as const)(
  "%s ends a booking as %s, twice without harm, and nothing else follows",
  async (step, status, operation) => {
    const { id } = await studio.book(`${studio.day({ complete: 1, noShow: 2, cancel: 3 }[step])}T10:00`);
    await begin(id, 60_000);
    expect((await steps[step](id)).data.status).toBe(status);
    expect((await steps[step](id)).data.status).toBe(status);
    for (const later of Object.keys(steps) as (keyof typeof steps)[]) {
      if (later !== step) expect((await refusal(steps[later](id))).kind).toBe("precondition_failed");
    }
    const events = await auditOf(studio.organisationId, operation);
    expect(events.some((event) => event.outcome === "done" && event.entityId === id)).toBe(true);
  },
);

it("confirms what waited, and notes an arrival once", async () => {
  await execute(updateService, studio.caller, { serviceId: studio.massageId, requiresConfirmation: true });
  const { id, status } = await studio.book(`${studio.day(4)}T10:00`);
  await execute(updateService, studio.caller, { serviceId: studio.massageId, requiresConfirmation: false });
  expect(status).toBe("pending");
  expect((await steps.confirm(id)).data.status).toBe("confirmed");
  await begin(id, -60_000);
  const first = await steps.checkIn(id);
  expect(first.data).toMatchObject({ isLate: false });
  expect((await steps.checkIn(id)).data.checkedInAt).toBe(first.data.checkedInAt);
});

it("tells a late cancellation and a late arrival apart from the others", async () => {
  const soon = await studio.book(`${studio.day(9)}T10:00`);
  await systemDb().booking.updateMany({
    where: { id: soon.id },
    data: { startsAt: new Date(Date.now() - 60_000), endsAt: new Date(Date.now() + 3_540_000) },
  });
  expect((await steps.checkIn(soon.id)).data.isLate).toBe(true);
  const far = await studio.book(`${studio.day(20)}T10:00`);
  expect((await steps.cancel(far.id)).data.isLateCancel).toBe(false);
  const near = await studio.book(`${studio.day(21)}T10:00`);
  await systemDb().booking.updateMany({ where: { id: near.id }, data: { startsAt: new Date(Date.now() + 3_600_000) } });
  expect((await steps.cancel(near.id)).data.isLateCancel).toBe(true);
});

it("moves by the version that was read", async () => {
  const { id, version } = await studio.book(`${studio.day(11)}T10:00`);
  const move = { bookingId: id, start: `${studio.day(11)}T12:00`, expectedVersion: version };
  expect((await execute(rescheduleBooking, studio.caller, move)).data.version).toBe(version + 1);
  expect((await refusal(execute(rescheduleBooking, studio.caller, move))).code).toBe("version_conflict");
  const wrong = { bookingId: id, start: "2026-13-01T12:00" };
  expect((await refusal(execute(rescheduleBooking, studio.caller, wrong))).details?.field).toBe("start");
  const { data } = await execute(getBookingDetail, studio.caller, { bookingId: id });
  expect(data.history.map(({ operation }) => operation)).toEqual(["create_booking", "reschedule_booking"]);
});

it("refuses to move into a class in which the customer has a place, keeps the booking, and says what to do", async () => {
  const customer = { name: "Gita", email: "gita@example.com" };
  const bookClass = (day: number) =>
    studio.book(`${studio.day(day)}T18:00`, { serviceId: studio.classId, customer, notifyCustomer: false });
  const [first, second] = [await bookClass(15), await bookClass(16)];
  const move = { bookingId: second.id, start: `${studio.day(15)}T18:00` };
  const error = await refusal(execute(rescheduleBooking, studio.caller, move));
  expect(error).toMatchObject({
    code: "not_bookable",
    details: { rule: "alreadyInClass", bookingId: first.id },
    hint: expect.stringContaining("cancel_booking"),
  });
  const { data } = await execute(getBookingDetail, studio.caller, { bookingId: second.id });
  expect(data.booking).toMatchObject({ startTime: second.startTime, version: second.version });
  const same = { bookingId: second.id, start: `${studio.day(16)}T18:00` };
  expect((await execute(rescheduleBooking, studio.caller, same)).data.occurrenceId).toBe(second.occurrenceId);
});

it("lists by day, status, staff and service, page by page, and counts", async () => {
  const day = studio.day(13);
  for (const hour of ["10", "12", "14"]) await studio.book(`${day}T${hour}:00`);
  const list = (more: Record<string, unknown>) => execute(listBookings, studio.caller, { from: day, to: day, ...more });
  const first = (await list({ limit: 2 })).data;
  const rest = (await list({ limit: 2, cursor: first.nextCursor })).data;
  const starts = [...first.items, ...rest.items].map(({ localStart }) => localStart.slice(-5));
  expect(starts).toEqual(["10:00", "12:00", "14:00"]);
  expect((await list({ staffId: studio.teacherId, serviceId: studio.massageId })).data.items).toHaveLength(3);
  expect((await list({ status: "cancelled" })).data.items).toEqual([]);
  const { data } = await execute(getBookingStats, studio.caller, {});
  expect(data.timezone).toBe("Asia/Hong_Kong");
  expect(data.today).toBeLessThanOrEqual(data.thisMonth);
});
