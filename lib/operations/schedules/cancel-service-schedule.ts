import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { release } from "../bookings/allocations";
import { HOLDING } from "../bookings/booking";
import { endWaits } from "../bookings/end-waits";
import { notifyCustomers } from "../bookings/notify-customers";
import { tellWaiting } from "../bookings/tell-waiting";
import { cancelledWords, countTold, toldCounts, waitingWords } from "../bookings/told";
import { scheduleIdField, toScheduleView } from "./schedule";

export const cancelServiceSchedule = defineOperation({
  name: "cancel_service_schedule",
  title: "Cancel service schedule",
  description:
    "Takes a class off the calendar from now on. Refused while people are booked on coming dates, unless cancelBookings is true: then those bookings are cancelled too. Who had a place or was waiting for one is told. Past dates stay.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({
    scheduleId: scheduleIdField,
    cancelBookings: z
      .boolean()
      .default(false)
      .meta({ description: "Also cancel coming bookings of its dates.", examples: [false] }),
  }),
  output: z.object({
    scheduleId: z.string(),
    cancelledBookingIds: z.array(z.string()),
    told: toldCounts,
    toldWaiting: toldCounts,
  }),
  renderType: "record",
  summary: ({ cancelledBookingIds, told, toldWaiting }) =>
    `Schedule cancelled; ${cancelledWords(cancelledBookingIds, told)}${waitingWords(toldWaiting)}`,
  undo: { none: "Create the schedule again with create_service_schedule; cancelled bookings stay cancelled." },

  async run(context, { scheduleId, cancelBookings }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    await lockRow(db, "service_schedules", scheduleId);
    const schedule = await db.serviceSchedule.findFirst({ where: { id: scheduleId, status: "active" } });
    if (!schedule)
      throw new OperationError("not_found", {
        message: "scheduleId: there is no such schedule",
        details: { field: "scheduleId" },
      });
    const coming = await db.booking.findMany({
      where: { occurrence: { scheduleId }, status: { in: [...HOLDING] }, startsAt: { gt: new Date() } },
      select: { id: true },
    });
    if (coming.length > 0 && !cancelBookings) {
      throw new OperationError("precondition_failed", {
        reason: "bookedClass",
        message: `${countOf(coming.length, "person has", "people have")} booked coming dates of this class.`,
        hint: "Tell the user how many are booked; repeat with cancelBookings true to cancel them too.",
        details: { bookings: coming.length },
      });
    }
    await db.booking.updateMany({
      where: { id: { in: coming.map(({ id }) => id) } },
      data: {
        status: "cancelled",
        cancelledAt: new Date(),
        cancelReason: "The class was cancelled",
        sequence: { increment: 1 },
        version: { increment: 1 },
      },
    });
    const cancelledBookingIds = coming.map(({ id }) => id);
    const told = countTold(await notifyCustomers(context, "cancelled", cancelledBookingIds));
    const toldWaiting = countTold(await tellWaiting(context, "cancelled", await releaseComing(context, scheduleId)));
    await db.serviceSchedule.update({
      where: { organisationId_id: { organisationId, id: scheduleId } },
      data: { status: "cancelled", version: { increment: 1 } },
    });
    note({
      entityId: scheduleId,
      before: toScheduleView(schedule),
      after: { status: "cancelled", cancelledBookingIds },
    });
    return { scheduleId, cancelledBookingIds, told, toldWaiting };
  },
});

/** Frees teacher and room of the coming dates; returns the wait-list entries that ended with them. */
async function releaseComing(context: TenantContext, scheduleId: string): Promise<string[]> {
  const where = { scheduleId, startsAt: { gt: new Date() } };
  const occurrences = await context.db.scheduleOccurrence.findMany({ where, select: { id: true } });
  for (const { id } of occurrences) await release(context, id);
  const waited = await endWaits(
    context,
    occurrences.map(({ id }) => id),
  );
  await context.db.scheduleOccurrence.updateMany({
    where,
    data: { status: "cancelled", taken: 0, version: { increment: 1 } },
  });
  return waited;
}
