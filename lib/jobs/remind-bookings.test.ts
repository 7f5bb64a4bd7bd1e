import { beforeAll, expect, it } from "vitest";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { updateBookingSettings } from "@/lib/operations/booking-settings/update-booking-settings";
import { cancelBooking } from "@/lib/operations/bookings/cancel-booking";
import { wallTime } from "@/lib/operations/bookings/local-time";
import { rescheduleBooking } from "@/lib/operations/bookings/reschedule-booking";
import { openStudio, type Studio } from "@/lib/operations/bookings/testing/studio";
import { remindBookings } from "./remind-bookings";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const HOUR_MS = 3_600_000;
const mailsOf = async (bookingId: string) => {
  const rows = await systemDb().outboxMail.findMany({
    where: { organisationId: studio.organisationId },
    orderBy: { id: "asc" },
  });
  return rows
    .filter(({ data }) => (data as { bookingId?: string }).bookingId === bookingId)
    .map(({ template, locale }) => [template, locale]);
};
/** Lets a booking begin in so many hours, made two days ago. */
const inHours = (id: string, hours: number) =>
  systemDb().booking.updateMany({
    where: { id },
    data: {
      startsAt: new Date(Date.now() + hours * HOUR_MS),
      endsAt: new Date(Date.now() + (hours + 1) * HOUR_MS),
      createdAt: new Date(Date.now() - 48 * HOUR_MS),
    },
  });

it("tells what happened by mail, and reminds once however many workers sweep", async () => {
  const { id } = await studio.book(`${studio.day(2)}T10:00`);
  await execute(rescheduleBooking, studio.caller, { bookingId: id, start: `${studio.day(2)}T12:00` });
  await inHours(id, 23);
  await Promise.all([remindBookings(), remindBookings(), remindBookings()]);
  await remindBookings();
  await execute(cancelBooking, studio.caller, { bookingId: id });
  expect(await mailsOf(id)).toEqual([
    ["booking_confirmation", "zh-Hant"],
    ["booking_moved", "zh-Hant"],
    ["booking_reminder", "zh-Hant"],
    ["booking_cancelled", "zh-Hant"],
  ]);
});

it("works for every organisation at once, and writes each row into its own (case 58)", async () => {
  const other = await openStudio();
  const own = await studio.book(`${studio.day(2)}T14:00`, { notifyCustomer: false });
  const foreign = await other.book(`${other.day(2)}T14:00`, { notifyCustomer: false });
  await inHours(own.id, 23);
  await inHours(foreign.id, 23);
  await remindBookings();
  const reminders = await systemDb().outboxMail.findMany({ where: { template: "booking_reminder" } });
  const organisationOf = (id: string) =>
    reminders
      .filter(({ data }) => (data as { bookingId?: string }).bookingId === id)
      .map((mail) => mail.organisationId);
  expect(organisationOf(own.id)).toEqual([studio.organisationId]);
  expect(organisationOf(foreign.id)).toEqual([other.organisationId]);
});

it("reminds at the hours the company chose, again on the day, and not when it is switched off", async () => {
  const { id } = await studio.book(`${studio.day(3)}T10:00`, { notifyCustomer: false });
  await inHours(id, 23);
  const set = (settings: Record<string, unknown>) => execute(updateBookingSettings, studio.caller, settings);
  await set({ bookingReminderEnabled: false });
  await remindBookings();
  await set({ bookingReminderEnabled: true, bookingReminderLeadHours: 12 });
  await remindBookings();
  expect(await mailsOf(id)).toEqual([]);
  await inHours(id, 11);
  await remindBookings();
  expect(await mailsOf(id)).toHaveLength(1);
  await set({ sameDayReminderEnabled: true, sameDayReminderLeadHours: 2 });
  await systemDb().booking.updateMany({ where: { id }, data: { remindedAt: new Date(Date.now() - 10 * HOUR_MS) } });
  await inHours(id, 1);
  await remindBookings();
  await remindBookings();
  expect(await mailsOf(id)).toHaveLength(2);
});

it("leaves a task with the text ready for a customer without a mailbox", async () => {
  const customer = { name: "Phone only", phone: "+852 9123 4567" };
  const { id } = await studio.book(`${studio.day(4)}T10:00`, { customer });
  expect(await mailsOf(id)).toEqual([]);
  const [task] = await systemDb().task.findMany({ where: { organisationId: studio.organisationId } });
  expect(task?.title).toContain("Phone only");
  expect(task?.description).toMatch(/https:\/\/wa\.me\/85291234567\?text=\S+/);
});

it("keeps quiet hours: reminds when they end, or before they begin when they last until the start", async () => {
  const at = async (due: string, latest: string, from: string | null = "22:00", to: string | null = "08:00") => {
    const [row] = await systemDb().$queryRaw<{ at: Date }[]>`
      SELECT favcrm_awake(${due}::timestamptz, ${latest}::timestamptz, 'Europe/London', ${from}, ${to}) AS at`;
    return row?.at.toISOString().slice(0, 16);
  };
  expect(await at("2026-05-12T12:00Z", "2026-05-13T12:00Z")).toBe("2026-05-12T12:00");
  expect(await at("2026-05-12T22:30Z", "2026-05-13T12:00Z")).toBe("2026-05-13T07:00");
  expect(await at("2026-05-12T03:00Z", "2026-05-13T03:00Z")).toBe("2026-05-12T07:00");
  expect(await at("2026-05-13T04:00Z", "2026-05-13T06:00Z")).toBe("2026-05-12T21:00");
  // The night in which clocks are put forward: eight o'clock comes an hour sooner.
  expect(await at("2026-03-28T23:30Z", "2026-03-29T12:00Z")).toBe("2026-03-29T07:00");
  expect(await at("2026-05-12T13:00Z", "2026-05-13T12:00Z", "13:00", "15:00")).toBe("2026-05-12T14:00");
  expect(await at("2026-05-12T23:30Z", "2026-05-13T12:00Z", null, null)).toBe("2026-05-12T23:30");

  const { id } = await studio.book(`${studio.day(5)}T10:00`, { notifyCustomer: false });
  const clock = (hours: number) => wallTime(Date.now() + hours * HOUR_MS, "Asia/Hong_Kong").slice(11);
  const quiet = { quietHoursFrom: clock(-1), quietHoursTo: clock(1), bookingReminderLeadHours: 24 };
  await execute(updateBookingSettings, studio.caller, { ...quiet, sameDayReminderEnabled: false });
  await inHours(id, 24 - 0.1);
  await remindBookings();
  expect(await mailsOf(id)).toEqual([]);
  await execute(updateBookingSettings, studio.caller, { quietHoursTo: clock(-0.2) });
  await remindBookings();
  expect(await mailsOf(id)).toHaveLength(1);
});
