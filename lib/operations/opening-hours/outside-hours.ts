import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf } from "@/lib/kernel/fields";
import { HOLDING } from "../bookings/booking";
import { localDate, localDay } from "../bookings/local-time";
import { openIntervals } from "../bookings/slots";
import { toHitBooking } from "./closed-time";
import { hitBookingView } from "./closure";
import type { Subject } from "./set-window";
import { toSlotWindow } from "./window";

/** Coming bookings that lie outside hours: they stay until somebody decides about them. */
export const outsideView = z.object({ total: z.int(), bookings: z.array(hitBookingView) });

const MOST_SHOWN = 50;

/** What a summary adds when there are any, with the tools that settle them. */
export const outsideWords = ({ total }: { total: number }) =>
  total > 0
    ? `; ${countOf(total, "coming booking lies", "coming bookings lie")} outside these hours and ${total === 1 ? "stays" : "stay"}: reschedule_booking or cancel_booking`
    : "";

/**
 * Coming appointments of the company, a person or a room that lie outside the hours it has now, soonest first. Classes take
 * place when their schedule says.
 */
export async function outsideHours(
  { db, caller }: TenantContext,
  subject: Subject,
): Promise<z.output<typeof outsideView>> {
  const { timezone } = caller.workspace;
  const rows = await db.availabilityWindow.findMany({ where: { subjectType: subject.type, subjectId: subject.id } });
  if (rows.length === 0) return { total: 0, bookings: [] };
  const windows = rows.map(toSlotWindow);
  const coming = await db.booking.findMany({
    where: {
      occurrenceId: null,
      status: { in: [...HOLDING] },
      startsAt: { gt: new Date() },
      ...(subject.type === "staff" ? { staffId: subject.id } : {}),
      ...(subject.type === "resource" ? { resourceId: subject.id } : {}),
    },
    orderBy: { startsAt: "asc" },
    include: { service: { select: { name: true } }, staff: { select: { name: true } } },
  });
  const outside = coming.filter(({ startsAt, endsAt }) => {
    const [start, end] = [startsAt.getTime(), endsAt.getTime()];
    const open = openIntervals(windows, localDay(localDate(start, timezone), timezone));
    return !open.some((each) => each.start <= start && each.end >= end);
  });
  return {
    total: outside.length,
    bookings: outside.slice(0, MOST_SHOWN).map((each) => toHitBooking(each, timezone)),
  };
}
