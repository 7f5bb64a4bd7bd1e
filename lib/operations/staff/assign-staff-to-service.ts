import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { findStaff } from "./find-staff";
import { serviceStaffField } from "./staff";
import { unassignStaffFromService } from "./unassign-staff-from-service";

export const assignStaffToService = defineOperation({
  name: "assign_staff_to_service",
  title: "Assign staff to service",
  description:
    "Says that a person gives a service. A booking takes a free one of them when the service has requiresStaff true; without it, only when staffId is named. They work whenever the company is open, unless set_staff_availability says otherwise. Repeating it changes nothing.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ serviceId: serviceIdField, userId: serviceStaffField }),
  output: z.object({
    serviceId: z.string(),
    staffId: z.string(),
    staffName: z.string(),
    serviceName: z.string(),
    /** What else is needed before bookings take this person. */
    hint: z.string().nullable(),
  }),
  renderType: "record",
  summary: ({ staffName, serviceName, hint }) => `${staffName} gives ${serviceName}${hint ? `; ${hint}` : ""}`,
  undo: {
    with: () => unassignStaffFromService,
    arguments: ({ after }) => {
      const { serviceId, staffId } = z.object({ serviceId: z.string(), staffId: z.string() }).parse(after);
      return { serviceId, userId: staffId };
    },
  },

  async run(context, { serviceId, userId }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const service = await readService(context, serviceId);
    const staff = await findStaff(context, userId, "userId", true);
    const link = { organisationId, companyId, serviceId, staffId: staff.id };
    await db.serviceStaff.createMany({ data: [link], skipDuplicates: true });
    note({ entityId: serviceId, after: { serviceId, staffId: staff.id } });
    return { serviceId, staffId: staff.id, staffName: staff.name, serviceName: service.name, hint: hintOf(service) };
  },
});

/** Somebody who assigns a person expects them to be booked: says so when they will not be. */
function hintOf({ type, requiresStaff }: { type: string; requiresStaff: boolean }): string | null {
  if (type === "class") return "can step in for its teacher, whom create_service_schedule names";
  return requiresStaff ? null : "bookings take nobody until update_service sets requiresStaff true";
}
