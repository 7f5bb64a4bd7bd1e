import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { getBookingStats } from "./get-booking-stats";
import { listBookings } from "./list-bookings";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
  const [first, , , cancelled, missed] = await Promise.all(
    ["09", "11", "13", "15", "17"].map((hour) => studio.book(`${studio.day(3)}T${hour}:00`)),
  );
  await studio.book(`${studio.day(9)}T10:00`);
  const set = (id: string | undefined, data: Record<string, unknown>) =>
    systemDb().booking.updateMany({ where: { id: id ?? "" }, data });
  await set(cancelled?.id, { status: "cancelled" });
  await set(missed?.id, { status: "no_show" });
  await set(first?.id, { currency: "USD", priceMinor: 5_000n });
});

const stats = async (span: Record<string, unknown> = {}) => (await execute(getBookingStats, studio.caller, span)).data;

it("counts the coming week and what it brings, and names the next booking", async () => {
  const { nextSevenDays, nextBooking, span } = await stats();
  expect(nextSevenDays).toMatchObject({
    from: studio.day(0),
    to: studio.day(6),
    count: 4,
    booked: [
      { currency: "HKD", amount: "960.00" },
      { currency: "USD", amount: "50.00" },
    ],
  });
  expect(nextBooking).toMatchObject({
    serviceName: "Massage",
    localStart: expect.stringContaining(`${studio.day(3)} 09:00`),
  });
  expect(span).toBeNull();
});

it("counts any span of days, also by the names that scripts use", async () => {
  const whole = { from: studio.day(3), to: studio.day(9) };
  const { span } = await stats(whole);
  expect(span).toMatchObject({ count: 5, byStatus: { confirmed: 4, cancelled: 1, no_show: 1 } });
  expect((await stats({ dateFrom: whole.from, dateTo: whole.to })).span).toEqual(span);
  expect((await stats({ dateFrom: studio.day(9) })).span).toMatchObject({ count: 1, to: studio.day(9) });
  const backwards = execute(getBookingStats, studio.caller, { dateFrom: studio.day(9), dateTo: studio.day(3) });
  expect((await refusal(backwards)).details?.field).toBe("dateTo");
});

it("lists several statuses, and says how many of a list are nobody who comes", async () => {
  const day = { from: studio.day(3), to: studio.day(3) };
  const list = (more: Record<string, unknown> = {}) => execute(listBookings, studio.caller, { ...day, ...more });
  expect((await list()).summary).toBe("5 bookings (1 cancelled, 1 no-show)");
  const held = await list({ status: ["pending", "confirmed"] });
  expect(held.summary).toBe("3 bookings");
  expect((await list({ status: "no_show" })).data.items).toHaveLength(1);
  expect((await refusal(list({ status: ["held"] }))).kind).toBe("invalid_input");
});
