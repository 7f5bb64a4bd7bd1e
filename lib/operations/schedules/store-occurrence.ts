import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { claim, release } from "../bookings/allocations";
import type { SlotView } from "../bookings/booking";
import { wallTime } from "../bookings/local-time";
import type { Occurrence } from "./occurrences";
import { toDate } from "./schedule";

type Obstacle = "staffTaken" | "resourceTaken";

/**
 * Gives a date of a schedule a row of its own and takes its teacher and room, the first time somebody books it or its
 * neighbours. Repeating it changes nothing. Returns what stands in the way when teacher or room were booked elsewhere before:
 * then it stays a rule.
 */
async function tryToStore(context: TenantContext, occurrence: Occurrence): Promise<Obstacle | null> {
  if (occurrence.isStored) return null;
  const { organisationId, companyId, timezone } = context.caller.workspace;
  const { id, scheduleId, date, start, end, staffId, resourceId, capacity } = occurrence;
  const created = await context.db.scheduleOccurrence.createMany({
    data: [
      {
        organisationId,
        companyId,
        id,
        scheduleId,
        date: toDate(date),
        startsAt: new Date(start),
        endsAt: new Date(end),
        localStart: wallTime(start, timezone),
        timezone,
        staffId,
        resourceId,
        capacity,
      },
    ],
    skipDuplicates: true,
  });
  if (created.count === 0) return null;
  const holder = { start, end, holderType: "occurrence" as const, holderId: id };
  const staffFree =
    !staffId || (await claim(context, { ...holder, subjectType: "staff", subjectId: staffId, units: 1 }));
  const resource = resourceId
    ? await context.db.resource.findFirst({ where: { id: resourceId }, select: { capacity: true } })
    : null;
  const resourceFree =
    !resourceId ||
    (await claim(context, {
      ...holder,
      subjectType: "resource",
      subjectId: resourceId,
      units: resource?.capacity ?? 1,
    }));
  if (staffFree && resourceFree) return null;
  await release(context, id);
  await context.db.scheduleOccurrence.deleteMany({ where: { id } });
  return staffFree ? "resourceTaken" : "staffTaken";
}

/**
 * Stores the date of a class that is about to be booked. Throws slot_taken when its teacher or room is booked elsewhere, with
 * the `nearest` dates where somebody wants to book.
 */
export async function storeOccurrence(
  context: TenantContext,
  occurrence: Occurrence,
  nearest?: () => Promise<SlotView[]>,
): Promise<void> {
  const rule = await tryToStore(context, occurrence);
  if (!rule) return;
  throw new OperationError("slot_taken", {
    message: `The ${rule === "staffTaken" ? "teacher" : "room"} of this class is booked elsewhere at that time.`,
    hint: "Move the class or the other booking first (update_service_schedule, reschedule_booking).",
    details: { rule, ...(nearest ? { alternatives: await nearest() } : {}) },
  });
}

/** Stores the classes around a time, so that the database can judge a clash with them. */
export async function storeClasses(context: TenantContext, occurrences: readonly Occurrence[]): Promise<void> {
  for (const occurrence of occurrences) await tryToStore(context, occurrence);
}
