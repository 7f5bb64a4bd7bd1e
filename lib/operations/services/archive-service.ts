import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "./read-service";
import { serviceIdField, serviceView, toServiceView } from "./service";
import { updateService } from "./update-service";

export const archiveService = defineOperation({
  name: "archive_service",
  title: "Archive service",
  description:
    "Takes a service off the menu: it can no longer be booked, and its past and coming bookings stay as they are (upcomingBookings counts the coming ones). update_service with status active brings it back.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ serviceId: serviceIdField }),
  output: z.object({ service: serviceView, upcomingBookings: z.int() }),
  renderType: "record",
  summary: ({ service, upcomingBookings }) =>
    `Service "${service.name}" archived; ${countOf(upcomingBookings, "coming booking")} left as they are`,
  undo: { with: () => updateService, arguments: ({ entityId }) => ({ serviceId: entityId, status: "active" }) },

  async run(context, { serviceId }) {
    const { db, caller, note } = context;
    const before = await readService(context, serviceId);
    const row = await db.service.update({
      where: { organisationId_id: { organisationId: caller.workspace.organisationId, id: serviceId } },
      data: { status: "archived", version: { increment: 1 } },
    });
    const upcomingBookings = await db.booking.count({
      where: { serviceId, status: { in: ["pending", "confirmed"] }, startsAt: { gt: new Date() } },
    });
    note({ entityId: serviceId, before: toServiceView(before), after: toServiceView(row) });
    return { service: toServiceView(row), upcomingBookings };
  },
});
