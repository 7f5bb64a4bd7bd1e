import "server-only";
import { z } from "zod";
import { toDecimal } from "@/lib/kernel/money";
import { defineOperation } from "@/lib/kernel/operation";
import { readService } from "./read-service";
import { serviceIdField, serviceView, toServiceView } from "./service";

export const getServiceDetail = defineOperation({
  name: "get_service_detail",
  title: "Get service detail",
  description:
    "Shows one service with its category, add-ons, the staff who give it and the rooms or equipment it can use.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ serviceId: serviceIdField }),
  output: z.object({
    service: serviceView,
    addOns: z.array(
      z.object({ id: z.string(), name: z.string(), durationMinutes: z.int(), price: z.string(), currency: z.string() }),
    ),
    staff: z.array(z.object({ id: z.string(), name: z.string() })),
    resources: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), capacity: z.int() })),
  }),
  renderType: "record",
  summary: ({ service }) => `${service.name}, ${service.durationMinutes} minutes, ${service.currency} ${service.price}`,

  async run(context, { serviceId }) {
    const { db } = context;
    const service = await readService(context, serviceId);
    const [addOns, staff, resources] = await Promise.all([
      db.serviceAddOn.findMany({ where: { serviceId, deletedAt: null }, orderBy: { id: "asc" } }),
      db.staffMember.findMany({
        where: { archivedAt: null, services: { some: { serviceId } } },
        orderBy: { sortOrder: "asc" },
      }),
      db.resource.findMany({ where: { deletedAt: null, services: { some: { serviceId } } }, orderBy: { id: "asc" } }),
    ]);
    return {
      service: toServiceView(service),
      addOns: addOns.map((addOn) => ({
        ...addOn,
        price: toDecimal(addOn.priceMinor, service.currency),
        currency: service.currency,
      })),
      staff,
      resources,
    };
  },
});
