import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { addOnIdField, addOnView, readAddOn, toAddOnView } from "./add-on";

export const deleteServiceAddOn = defineOperation({
  name: "delete_service_add_on",
  title: "Delete service add-on",
  description: "Takes an add-on off a service's menu. Bookings that have it keep it.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ addOnId: addOnIdField }),
  output: addOnView,
  renderType: "record",
  summary: ({ name }) => `Add-on "${name}" deleted`,
  undo: { none: "Create the add-on again with create_service_add_on." },

  async run(context, { addOnId }) {
    const { db, caller, note } = context;
    const { organisationId } = caller.workspace;
    const found = await readAddOn(context, addOnId);
    await db.serviceAddOn.update({
      where: { organisationId_id: { organisationId, id: addOnId } },
      data: { deletedAt: new Date() },
    });
    const addOn = toAddOnView(found, found.service.currency);
    note({ entityId: addOnId, before: addOn });
    return addOn;
  },
});
