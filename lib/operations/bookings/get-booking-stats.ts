import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { dateField } from "../opening-hours/window";
import { HOLDING, spoken } from "./booking";
import { bookedIn, bookedView, type Span } from "./booking-sums";
import { addDays, dayOfWeek, localDate } from "./local-time";

export const getBookingStats = defineOperation({
  name: "get_booking_stats",
  title: "Get booking stats",
  description:
    "Counts bookings by their start in the company's time zone and sums their prices: today, this week (from Monday), this month, the next seven days, and any span of days (dateFrom, dateTo); also the next booking. Cancelled ones count only under their status.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    dateFrom: dateField
      .optional()
      .meta({ description: "First local day of a span. Default with dateTo: today.", examples: ["2026-05-12"] }),
    dateTo: dateField.optional().meta({
      description: "Last local day of a span. Default with dateFrom: the same day.",
      examples: ["2026-05-18"],
    }),
    from: dateField.optional().meta({ description: "Same as dateFrom.", examples: ["2026-05-12"] }),
    to: dateField.optional().meta({ description: "Same as dateTo.", examples: ["2026-05-18"] }),
  }),
  output: z.object({
    today: z.int(),
    thisWeek: z.int(),
    thisMonth: z.int(),
    /** Of this month. */
    byStatus: bookedView.shape.byStatus,
    /** Today and the six days after it. */
    nextSevenDays: bookedView,
    /** The days asked for. */
    span: bookedView.nullable(),
    nextBooking: z
      .object({
        bookingId: z.string(),
        customerName: z.string(),
        serviceName: z.string(),
        startTime: instant,
        localStart: z.string(),
      })
      .nullable(),
    timezone: z.string(),
  }),
  renderType: "stats",
  summary: ({ today, thisWeek, thisMonth, nextSevenDays, span, nextBooking }) =>
    [
      ...(span ? [`${line(span)} from ${span.from} to ${span.to}`] : []),
      `${today} today, ${thisWeek} this week, ${thisMonth} this month`,
      `${line(nextSevenDays)} in the next seven days`,
      ...(nextBooking ? [`next: ${nextBooking.customerName}, ${nextBooking.localStart}`] : []),
    ].join("; "),

  async run(context, { dateFrom, dateTo, from = dateFrom, to = dateTo }) {
    const { timezone } = context.caller.workspace;
    const date = localDate(Date.now(), timezone);
    const monday = addDays(date, -((dayOfWeek(date) + 6) % 7));
    const monthStart = `${date.slice(0, 7)}-01`;
    const monthEnd = addDays(`${addDays(monthStart, 31).slice(0, 7)}-01`, -1);
    const thisDay = { from: date, to: date };
    const thisWeek = { from: monday, to: addDays(monday, 6) };
    const thisMonth = { from: monthStart, to: monthEnd };
    const comingDays = { from: date, to: addDays(date, 6) };
    const asked = from || to ? [spanOf(from ?? date, to ?? from ?? date)] : [];
    const [sums, next] = await Promise.all([
      bookedIn(context, [thisDay, thisWeek, thisMonth, comingDays, ...asked]),
      nextBooking(context),
    ]);
    const [today, week, month, nextSevenDays, span = null] = sums as [Booked, Booked, Booked, Booked, Booked?];
    const counts = { today: today.count, thisWeek: week.count, thisMonth: month.count, byStatus: month.byStatus };
    return { ...counts, nextSevenDays, span, nextBooking: next, timezone };
  },
});

type Booked = z.output<typeof bookedView>;

/** `15 booked, HKD 4800.00` */
const line = ({ count, booked }: Booked) =>
  [`${count} booked`, ...booked.map(({ currency, amount }) => `${currency} ${amount}`)].join(", ");

function spanOf(from: string, to: string): Span {
  if (to < from) throw invalidField("dateTo", "must not be before dateFrom", from);
  return { from, to };
}

async function nextBooking({ db, caller }: TenantContext) {
  const row = await db.booking.findFirst({
    where: { status: { in: [...HOLDING] }, startsAt: { gt: new Date() } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    include: { service: { select: { name: true } } },
  });
  if (!row) return null;
  return {
    bookingId: row.id,
    customerName: row.customerName,
    serviceName: row.service.name,
    startTime: row.startsAt.toISOString(),
    localStart: spoken(row.startsAt.getTime(), caller.workspace.timezone),
  };
}
