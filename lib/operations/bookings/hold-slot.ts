import "server-only";
import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { addOnsOf, lengthWith } from "../services/add-on";
import { requireBookable } from "../services/read-service";
import { spoken } from "./booking";
import { MINUTE_MS } from "./local-time";
import { requireFitting } from "./most-people";
import { placeFields } from "./place-fields";
import { placeLane } from "./place-lane";
import { releaseSlot } from "./release-slot";
import { readStart, requireWeekday } from "./start-time";
import { takePlace } from "./take-place";

export const holdSlot = defineOperation({
  name: "hold_slot",
  title: "Hold slot",
  description:
    "Keeps a free time of an appointment, or places of a class, for some minutes while you ask the customer for details. Give the holdId to create_booking with the same start, which keeps the add-ons; release_slot gives it back sooner.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    ...placeFields,
    minutes: z
      .int()
      .min(1)
      .max(60)
      .default(10)
      .meta({ description: "How long it is kept.", examples: [10] }),
  }),
  output: z.object({
    holdId: z.string(),
    startTime: instant,
    endTime: instant,
    localStart: z.string(),
    staffId: z.string().nullable(),
    resourceId: z.string().nullable(),
    expiresAt: instant,
    localExpiresAt: z.string(),
  }),
  renderType: "record",
  summary: ({ localStart, localExpiresAt }) => `${localStart} is kept until ${localExpiresAt}`,
  undo: { with: () => releaseSlot, arguments: ({ entityId }) => ({ holdId: entityId }) },

  lane: placeLane,
  async run(context, { serviceId, start: text, weekday, staffId, resourceId, participants, addOnIds = [], minutes }) {
    const { caller, note } = context;
    const { timezone } = caller.workspace;
    const service = await requireBookable(context, serviceId);
    requireFitting(service, participants);
    const start = readStart(text, timezone);
    requireWeekday(start, timezone, weekday);
    const id = newId("hold");
    const durationMinutes = lengthWith(service, await addOnsOf(context, serviceId, addOnIds));
    const holder = { type: "hold" as const, id, lifeSeconds: minutes * 60, addOnIds };
    const place = await takePlace(context, {
      service,
      start,
      durationMinutes,
      participants,
      staffId,
      resourceId,
      holder,
    });
    const end = Date.now() + minutes * MINUTE_MS;
    const hold = {
      holdId: id,
      startTime: new Date(place.start).toISOString(),
      endTime: new Date(place.end).toISOString(),
      localStart: spoken(place.start, timezone),
      staffId: place.staffId,
      resourceId: place.resourceId,
      expiresAt: new Date(end).toISOString(),
      localExpiresAt: spoken(end, timezone),
    };
    note({ entityId: id, after: hold });
    return hold;
  },
});
