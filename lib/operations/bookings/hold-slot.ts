import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { resourceIdField } from "../resources/resource";
import { requireBookable } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { spoken } from "./booking";
import { placeLane } from "./place-lane";
import { releaseSlot } from "./release-slot";
import { readStart } from "./start-time";
import { takePlace } from "./take-place";

export const holdSlot = defineOperation({
  name: "hold_slot",
  title: "Hold slot",
  description:
    "Keeps a free time of an appointment for some minutes while you ask the customer for details. Give the holdId to create_booking with the same start; release_slot gives it back sooner. A class place is not held: book it with create_booking.",
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
  async run(context, { serviceId, start: text, staffId, resourceId, minutes }) {
    const { caller, note } = context;
    const { timezone } = caller.workspace;
    const service = await requireBookable(context, serviceId);
    if (service.type === "class") {
      throw new OperationError("precondition_failed", {
        message: "A place in a class is not held.",
        hint: "Book it with create_booking.",
      });
    }
    const start = readStart(text, timezone);
    const id = newId("hold");
    const { durationMinutes } = service;
    const holder = { type: "hold" as const, id, lifeSeconds: minutes * 60 };
    const place = await takePlace(context, {
      service,
      start,
      durationMinutes,
      participants: 1,
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
