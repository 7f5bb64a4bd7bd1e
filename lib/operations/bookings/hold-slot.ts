import "server-only";
import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { dayOfWeekField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { requireBookable } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { spoken } from "./booking";
import { placeLane } from "./place-lane";
import { releaseSlot } from "./release-slot";
import { readStart, requireWeekday } from "./start-time";
import { takePlace } from "./take-place";

export const holdSlot = defineOperation({
  name: "hold_slot",
  title: "Hold slot",
  description:
    "Keeps a free time of an appointment, or places of a class, for some minutes while you ask the customer for details. Give the holdId to create_booking with the same start; release_slot gives it back sooner.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    serviceId: serviceIdField,
    start: z
      .string()
      .min(16)
      .max(35)
      .meta({
        description: "Start: an instant with Z, or local date and time of the company.",
        examples: ["2026-05-12T18:30"],
      }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
    weekday: dayOfWeekField
      .optional()
      .meta({ description: "The weekday the user said; refused when the date is another day.", examples: ["tuesday"] }),
    participants: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ description: "People who come; a class keeps a place for each.", examples: [1] }),
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
    localStart: z.string(),
    staffId: z.string().nullable(),
    resourceId: z.string().nullable(),
    expiresAt: instant,
  }),
  renderType: "record",
  summary: ({ localStart, expiresAt }) => `${localStart} is kept until ${expiresAt}`,
  undo: { with: () => releaseSlot, arguments: ({ entityId }) => ({ holdId: entityId }) },

  lane: placeLane,
  async run(context, { serviceId, start: text, weekday, staffId, resourceId, participants, minutes }) {
    const { caller, note } = context;
    const { timezone } = caller.workspace;
    const service = await requireBookable(context, serviceId);
    const start = readStart(text, timezone);
    requireWeekday(start, timezone, weekday);
    const id = newId("hold");
    const { durationMinutes } = service;
    const holder = { type: "hold" as const, id, lifeSeconds: minutes * 60 };
    const place = await takePlace(context, {
      service,
      start,
      durationMinutes,
      participants,
      staffId,
      resourceId,
      holder,
    });
    const hold = {
      holdId: id,
      startTime: new Date(place.start).toISOString(),
      localStart: spoken(place.start, timezone),
      staffId: place.staffId,
      resourceId: place.resourceId,
      expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
    };
    note({ entityId: id, after: hold });
    return hold;
  },
});
