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

/** Local days, the last one included. */
export interface Span {
  from: string;
  to: string;
}

interface Group {
  /** Which span, counted from 1. */
  span: number;
  status: string;
  currency: string;
  count: number;
  minor: bigint;
}

/** Counts and sums of the bookings that start on the local days of each span, all of them read at once. */
export async function bookedIn(
  { db, caller }: TenantContext,
  spans: readonly Span[],
): Promise<z.output<typeof bookedView>[]> {
  const { timezone } = caller.workspace;
  const begins = spans.map(({ from }) => new Date(localDay(from, timezone).startOf(0)));
  const ends = spans.map(({ to }) => new Date(localDay(to, timezone).endOf(1_440)));
  const groups = await db.$queryRaw<Group[]>`
    SELECT s.span::int, b.status, b.currency, count(*)::int AS count, coalesce(sum(b.price_minor), 0)::bigint AS minor
    FROM unnest(${begins}::timestamptz[], ${ends}::timestamptz[]) WITH ORDINALITY AS s (begins, ends, span)
    JOIN bookings b ON b.starts_at >= s.begins AND b.starts_at < s.ends
    WHERE b.organisation_id = favcrm_organisation_id()
    GROUP BY 1, 2, 3`;
  return spans.map((span, index) =>
    sumOf(
      span,
      groups.filter((group) => group.span === index + 1),
    ),
  );
}

function sumOf({ from, to }: Span, groups: readonly Group[]): z.output<typeof bookedView> {
  const sums = new Map<string, bigint>();
  for (const { status, currency, minor } of groups) {
    if (PAID.includes(status)) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  }
  const byStatus = everyStatus((status) =>
    groups.filter((group) => group.status === status).reduce((sum, { count }) => sum + count, 0),
  );
  return {
    from,
    to,
    count: BOOKING_STATUSES.reduce((sum, status) => sum + (status === "cancelled" ? 0 : byStatus[status]), 0),
    byStatus,
    booked: [...sums].sort().map(([currency, minor]) => ({ currency, amount: toDecimal(minor, currency) })),
  };
}
