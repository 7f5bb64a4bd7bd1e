import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { roomClashesOf } from "./clashes";

/** The rooms that a class which needs one can be given when none is named. Throws not_bookable when none is linked. */
export async function linkedRooms({ db }: TenantContext, serviceId: string): Promise<string[]> {
  const rooms = await db.resource.findMany({
    where: { deletedAt: null, status: "active", services: { some: { serviceId } } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  if (rooms.length > 0) return rooms.map(({ id }) => id);
  throw new OperationError("not_bookable", {
    message: "This class requires a room, and none is linked to it.",
    hint: "Use link_resource_to_service first (create_resource when there is no room yet), or update_service with requiresResource false.",
    details: { field: "resourceId", rule: "resourceMissing", alternatives: [] },
  });
}

/** Gives a schedule the room that is taken on the fewest of its coming dates, the first of equals. */
export async function giveRoom(context: TenantContext, scheduleId: string, rooms: readonly string[]): Promise<void> {
  const { db, caller } = context;
  const where = { organisationId_id: { organisationId: caller.workspace.organisationId, id: scheduleId } };
  let best = { resourceId: rooms[0] ?? null, clashes: Number.POSITIVE_INFINITY };
  for (const resourceId of rooms) {
    await db.serviceSchedule.update({ where, data: { resourceId } });
    const clashes = await roomClashesOf(context, scheduleId);
    if (clashes === 0) return;
    if (clashes < best.clashes) best = { resourceId, clashes };
  }
  await db.serviceSchedule.update({ where, data: { resourceId: best.resourceId } });
}
