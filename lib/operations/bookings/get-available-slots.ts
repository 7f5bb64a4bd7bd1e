import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { dateField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { slotView } from "./booking";
import { slotsOf } from "./find-slots";

const MOST_SLOTS = 1_000;

export const getAvailableSlots = defineOperation({
  name: "get_available_slots",
  title: "Get available slots",
  description:
    "Lists times at which a service can be booked on a date (or several days from it), with the free places: free starts of an appointment, or the dates of a class. Give a startTime from here to create_booking.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    serviceId: serviceIdField,
    date: dateField,
    days: z
      .int()
      .min(1)
      .max(31)
      .default(1)
      .meta({ description: "How many days from date on, 1 to 31.", examples: [7] }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
  }),
  output: z.object({ items: z.array(slotView), timezone: z.string(), isCut: z.boolean() }),
  renderType: "table",
  summary: ({ items, timezone }) => `${countOf(items.length, "time")} (${timezone})`,

  async run(context, { serviceId, ...wish }) {
    const service = await readService(context, serviceId);
    const { timezone } = context.caller.workspace;
    if (service.status !== "active") return { items: [], timezone, isCut: false };
    return { ...(await slotsOf(context, { service, ...wish }, MOST_SLOTS)), timezone };
  },
});
