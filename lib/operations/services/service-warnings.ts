import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf } from "@/lib/kernel/fields";
import { HOLDING } from "../bookings/booking";
import { spreadCapacity } from "../schedules/spread-capacity";

interface Changed {
  id: string;
  type: string;
  capacity: number;
  requiresStaff: boolean;
  requiresResource: boolean;
}

const MOST_NAMED = 5;

/** What no longer fits after a service changed, each with the tool that settles it. A class's coming dates get its new places. */
export async function warningsOf(context: TenantContext, before: Changed, service: Changed): Promise<string[]> {
  const warnings = [
    service.capacity === before.capacity ? null : await overfull(context, service),
    service.requiresResource && !before.requiresResource ? await roomless(context, service) : null,
    service.requiresStaff && !before.requiresStaff ? await unstaffed(context, service) : null,
  ];
  return warnings.filter((warning) => warning !== null);
}

async function overfull(context: TenantContext, service: Changed): Promise<string | null> {
  if (service.type !== "class") return crowded(context, service);
  const dates = await spreadCapacity(context, service.id, service.capacity);
  if (dates.length === 0) return null;
  const named = dates.slice(0, MOST_NAMED).join(", ");
  return `${countOf(dates.length, "coming date has", "coming dates have")} more places taken than ${service.capacity} and ${dates.length === 1 ? "keeps" : "keep"} them: ${named}; move or cancel bookings (reschedule_booking, cancel_booking) or raise maxCapacity (update_service_schedule)`;
}

async function crowded({ db }: TenantContext, { id, capacity }: Changed): Promise<string | null> {
  const count = await db.booking.count({
    where: {
      serviceId: id,
      occurrenceId: null,
      participants: { gt: capacity },
      status: { in: [...HOLDING] },
      startsAt: { gt: new Date() },
    },
  });
  return count === 0
    ? null
    : `${countOf(count, "coming booking brings", "coming bookings bring")} more than ${capacity} people and ${count === 1 ? "stays" : "stay"}`;
}

async function roomless({ db }: TenantContext, { id, type }: Changed): Promise<string | null> {
  const linked = await db.serviceResource.count({ where: { serviceId: id } });
  if (linked === 0) return "no room or equipment is linked to it, so it cannot be booked: link_resource_to_service";
  const where = { serviceId: id, status: "active", resourceId: null };
  const without = type === "class" ? await db.serviceSchedule.count({ where }) : 0;
  return without === 0
    ? null
    : `${countOf(without, "schedule")} of it without a room cannot be booked: update_service_schedule (resourceId)`;
}

async function unstaffed({ db }: TenantContext, { id, type }: Changed): Promise<string | null> {
  if (type === "class" || (await db.serviceStaff.count({ where: { serviceId: id } })) > 0) return null;
  return "nobody gives it, so it cannot be booked: assign_staff_to_service";
}
