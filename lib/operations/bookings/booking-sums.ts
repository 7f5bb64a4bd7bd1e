import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { toDecimal } from "@/lib/kernel/money";
import { BOOKING_STATUSES } from "./booking";
import { localDay } from "./local-time";

type Status = (typeof BOOKING_STATUSES)[number];

const everyStatus = <T>(of: (status: Status) => T) =>
  Object.fromEntries(BOOKING_STATUSES.map((status) => [status, of(status)])) as Record<Status, T>;

/** What was booked in a span of local days. */
export const bookedView = z.object({
  from: z.string(),
  /** The last day. */
  to: z.string(),
  /** All but the cancelled ones. */
  count: z.int(),
  byStatus: z.object(everyStatus(() => z.int())),
  /** Price of what is pending, confirmed or completed, in each currency. */
  booked: z.array(z.object({ currency: z.string(), amount: z.string() })),
});

const PAID: readonly string[] = ["pending", "confirmed", "completed"];

/** Counts and sums of the bookings that start on the local days `from` to `to`. */
export async function bookedBetween(
  { db, caller }: TenantContext,
  from: string,
  to: string,
): Promise<z.output<typeof bookedView>> {
  const { timezone } = caller.workspace;
  const groups = await db.booking.groupBy({
    by: ["status", "currency"],
    where: {
      startsAt: {
        gte: new Date(localDay(from, timezone).startOf(0)),
        lt: new Date(localDay(to, timezone).endOf(1_440)),
      },
    },
    _count: true,
    _sum: { priceMinor: true },
  });
  const sums = new Map<string, bigint>();
  for (const { status, currency, _sum } of groups) {
    if (PAID.includes(status)) sums.set(currency, (sums.get(currency) ?? 0n) + (_sum.priceMinor ?? 0n));
  }
  const byStatus = everyStatus((status) =>
    groups.filter((group) => group.status === status).reduce((sum, { _count }) => sum + _count, 0),
  );
  return {
    from,
    to,
    count: BOOKING_STATUSES.reduce((sum, status) => sum + (status === "cancelled" ? 0 : byStatus[status]), 0),
    byStatus,
    booked: [...sums].sort().map(([currency, minor]) => ({ currency, amount: toDecimal(minor, currency) })),
  };
}
