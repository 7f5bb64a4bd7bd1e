import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { findStaff } from "./find-staff";
import { serviceStaffField } from "./staff";

export const unassignStaffFromService = defineOperation({
  name: "unassign_staff_from_service",
  title: "Unassign staff from service",
  description:
    "Says that a person no longer gives a service. Bookings that exist stay with them. assign_staff_to_service brings it back.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ serviceId: serviceIdField, userId: serviceStaffField }),
  output: z.object({ serviceId: z.string(), staffId: z.string(), wasAssigned: z.boolean() }),
  renderType: "record",
  summary: ({ wasAssigned }) => (wasAssigned ? "No longer assigned" : "Was not assigned"),
  undo: { none: "assign_staff_to_service brings the assignment back." },

  async run(context, { serviceId, userId }) {
    const { db, note } = context;
    await readService(context, serviceId);
    const staff = await findStaff(context, userId, "userId");
    const { count } = await db.serviceStaff.deleteMany({ where: { serviceId, staffId: staff.id } });
    note({ entityId: serviceId, before: { serviceId, staffId: staff.id } });
    return { serviceId, staffId: staff.id, wasAssigned: count > 0 };
  },
});
