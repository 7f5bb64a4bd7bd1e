import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { addOnView, addOnFields as f, toAddOnView } from "./add-on";
import { deleteServiceAddOn } from "./delete-service-add-on";
import { readService } from "./read-service";
import { minorOf, serviceIdField } from "./service";

export const createServiceAddOn = defineOperation({
  name: "create_service_add_on",
  title: "Create service add-on",
  description:
    "Adds something customers can take with a service, such as ten minutes more or a face mask; it may take time and money. Give its id in addOnIds of create_booking.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    serviceId: serviceIdField,
    name: f.name,
    durationMinutes: f.durationMinutes.default(0),
    price: f.price.default("0"),
  }),
  output: addOnView,
  renderType: "record",
  summary: ({ name, durationMinutes, price, currency }) =>
    `Add-on "${name}": ${durationMinutes} minutes, ${currency} ${price}`,
  undo: { with: () => deleteServiceAddOn, arguments: ({ entityId }) => ({ addOnId: entityId }) },

  async run(context, { serviceId, name, durationMinutes, price }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const { currency } = await readService(context, serviceId);
    const row = await db.serviceAddOn.create({
      data: {
        organisationId,
        companyId,
        id: newId("addon"),
        serviceId,
        name,
        durationMinutes,
        priceMinor: minorOf(price, currency),
      },
    });
    const addOn = toAddOnView(row, currency);
    note({ entityId: row.id, after: addOn });
    return addOn;
  },
});
