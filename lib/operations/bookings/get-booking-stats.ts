import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { BOOKING_STATUSES } from "./booking";
import { addDays, dayOfWeek, localDate, localDay } from "./local-time";

export const getBookingStats = defineOperation({
  name: "get_booking_stats",
  title: "Get booking stats",
  description:
    "Counts bookings by their start in the company's time zone: today, this week (from Monday), this month, and by status this month. Cancelled ones count only under their status.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({}),
  output: z.object({
    today: z.int(),
    thisWeek: z.int(),
    thisMonth: z.int(),
    byStatus: z.object(
      Object.fromEntries(BOOKING_STATUSES.map((status) => [status, z.int()])) as Record<
        (typeof BOOKING_STATUSES)[number],
        z.ZodInt
      >,
    ),
    timezone: z.string(),
  }),
  renderType: "stats",
  summary: ({ today, thisWeek, thisMonth }) => `${today} today, ${thisWeek} this week, ${thisMonth} this month`,

  async run({ db, caller }) {
    const { timezone } = caller.workspace;
    const date = localDate(Date.now(), timezone);
    const monday = addDays(date, -((dayOfWeek(date) + 6) % 7));
    const monthStart = `${date.slice(0, 7)}-01`;
    const nextMonth = `${addDays(monthStart, 31).slice(0, 7)}-01`;
    const between = (from: string, to: string) => ({
      startsAt: { gte: new Date(localDay(from, timezone).startOf(0)), lt: new Date(localDay(to, timezone).startOf(0)) },
    });
    const kept = { status: { not: "cancelled" } };
    const [today, thisWeek, groups] = await Promise.all([
      db.booking.count({ where: { ...between(date, addDays(date, 1)), ...kept } }),
      db.booking.count({ where: { ...between(monday, addDays(monday, 7)), ...kept } }),
      db.booking.groupBy({ by: ["status"], where: between(monthStart, nextMonth), _count: true }),
    ]);
    const counts = new Map(groups.map(({ status, _count }) => [status, _count]));
    const byStatus = Object.fromEntries(BOOKING_STATUSES.map((status) => [status, counts.get(status) ?? 0])) as Record<
      (typeof BOOKING_STATUSES)[number],
      number
    >;
    const thisMonth = BOOKING_STATUSES.reduce(
      (sum, status) => sum + (status === "cancelled" ? 0 : byStatus[status]),
      0,
    );
    return { today, thisWeek, thisMonth, byStatus, timezone };
  },
});
