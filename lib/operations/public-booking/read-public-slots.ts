import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { addOnsOf } from "../services/add-on";
import { withPage } from "./enter-page";
import { publicDays } from "./public-slots";
import {
  lookFromField,
  pageField,
  publicAddOnsField,
  publicServiceField,
  publicSlotView,
  publicStaffField,
  zoneField,
} from "./public-view";
import { publishedService, requirePublished } from "./published";

export const readPublicSlots = defineSystemOperation({
  name: "read_public_slots",
  title: "Read free times of a booking page",
  description:
    "Shows anybody when a service of a public booking page can be booked, by days of the visitor's zone. Full dates of a class are there too, because one can wait for a place.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    slug: pageField,
    serviceId: publicServiceField,
    staffId: publicStaffField,
    addOnIds: publicAddOnsField,
    from: lookFromField,
    zone: zoneField,
    days: z
      .int()
      .min(1)
      .max(28)
      .default(7)
      .meta({ description: "How many days, 1 to 28.", examples: [7] }),
  }),
  output: z.object({
    zone: z.string(),
    from: z.string(),
    today: z.string(),
    lastDate: z.string(),
    days: z.array(z.object({ date: z.string(), slots: z.array(publicSlotView) })),
  }),
  renderType: "table",
  summary: ({ days, zone }) => `${countOf(days.flatMap(({ slots }) => slots).length, "time")} (${zone})`,

  async run(context, { slug, serviceId, staffId, addOnIds, from, zone: asked, days }) {
    return withPage(context, slug, async (tenant, page) => {
      const service = await publishedService(tenant, page, serviceId);
      requirePublished(service, staffId);
      const addOns = await addOnsOf(tenant, serviceId, addOnIds);
      const durationMinutes = addOns.reduce((sum, addOn) => sum + addOn.durationMinutes, service.durationMinutes);
      const zone = asked ?? page.workspace.timezone;
      return { zone, ...(await publicDays(tenant, { service, staffId, durationMinutes, zone, days, from })) };
    });
  },
});
