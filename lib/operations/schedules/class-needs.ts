import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import type { Requirement } from "../bookings/availability";
import type { SlotView } from "../bookings/booking";
import { nearestFreeFor } from "../bookings/find-slots";
import { MINUTE_MS } from "../bookings/local-time";

interface Who {
  staffId: string | null;
  resourceId: string | null;
}

/** What a class needs, as the slot search asks for it: its teacher, and all of its room. */
export async function neededBy({ db }: TenantContext, { staffId, resourceId }: Who): Promise<Requirement[]> {
  const room = resourceId && (await db.resource.findFirst({ where: { id: resourceId }, select: { capacity: true } }));
  return [
    ...(staffId ? [{ subjectType: "staff" as const, candidates: [{ id: staffId, units: 1 }] }] : []),
    ...(resourceId
      ? [{ subjectType: "resource" as const, candidates: [{ id: resourceId, units: room ? room.capacity : 1 }] }]
      : []),
  ];
}

const WITHOUT_BUFFERS = {
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  capacity: 1,
  requiresStaff: false,
  requiresResource: false,
};

/** The times nearest to one at which the teacher and the room of a class are both free for as long. */
export async function nearestForClass(
  context: TenantContext,
  lesson: Who & { scheduleId: string; start: number; end: number },
): Promise<SlotView[]> {
  const { scheduleId, start, end } = lesson;
  const asService = { id: scheduleId, durationMinutes: (end - start) / MINUTE_MS, ...WITHOUT_BUFFERS };
  return nearestFreeFor(context, asService, await neededBy(context, lesson), start);
}
