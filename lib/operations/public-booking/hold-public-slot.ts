import "server-only";
import { z } from "zod";
import { endOpenHold, HOLD_SECONDS, limitOpenHolds } from "@/lib/auth/limits";
import { instant } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { releaseHold } from "../bookings/allocations";
import { refusingInPublic } from "../bookings/public-refusal";
import { readStart } from "../bookings/start-time";
import { takePlace } from "../bookings/take-place";
import { addOnsOf, lengthWith } from "../services/add-on";
import { withPage } from "./enter-page";
import {
  pageField,
  publicAddOnsField,
  publicHoldField,
  publicServiceField,
  publicStaffField,
  publicStartField,
} from "./public-view";
import { publishedService, requirePublished } from "./published";

export const holdPublicSlot = defineSystemOperation({
  name: "hold_public_slot",
  title: "Hold a time of a booking page",
  description:
    "Keeps a free time, or one place of a class, of a public booking page for a visitor who is typing. A hold given as replaces is given back.",
  area: "bookings",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    slug: pageField,
    serviceId: publicServiceField,
    start: publicStartField,
    staffId: publicStaffField,
    addOnIds: publicAddOnsField,
    replaces: publicHoldField,
  }),
  output: z.object({ holdId: z.string(), expiresAt: instant }),
  renderType: "record",
  summary: ({ expiresAt }) => `A visitor holds a time until ${expiresAt}`,
  undo: { none: "A hold ends by itself after ten minutes." },

  async admit({ caller }, { replaces }) {
    if (!replaces) await limitOpenHolds(caller.ip);
  },

  async run(context, { slug, serviceId, start: text, staffId, addOnIds, replaces }) {
    const { ip } = context.caller;
    return withPage(context, slug, async (tenant, page) => {
      const service = await publishedService(tenant, page, serviceId);
      requirePublished(service, staffId);
      // Whoever gives a time back may hold another instead of it.
      if (replaces && !(await releaseHold(tenant, replaces))) await limitOpenHolds(ip);
      const addOns = await addOnsOf(tenant, serviceId, addOnIds);
      const durationMinutes = lengthWith(service, addOns);
      const start = readStart(text, page.workspace.timezone);
      const id = newId("hold");
      const holder = { type: "hold" as const, id, lifeSeconds: HOLD_SECONDS };
      const wish = { service, start, durationMinutes, participants: 1, staffId, holder };
      await refusingInPublic(() => takePlace(tenant, wish)).catch(async (error: unknown) => {
        await endOpenHold(ip);
        throw error;
      });
      tenant.note({ entityId: id });
      return { holdId: id, expiresAt: new Date(Date.now() + HOLD_SECONDS * 1_000).toISOString() };
    });
  },
});
