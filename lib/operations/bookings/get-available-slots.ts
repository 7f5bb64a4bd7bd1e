import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { dateField, timeField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { addOnsOf, lengthWith } from "../services/add-on";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { slotView } from "./booking";
import { type SlotWish, slotsOf } from "./find-slots";
import { minuteOfDay } from "./local-time";
import { placeFields } from "./place-fields";
import { staffNames } from "./staff-names";
import { whyNothing } from "./why-nothing";

const MOST_SLOTS = 1_000;
const MOST_WITH_STAFF = 100;
const MOST_NAMED = 10;

const namedStaff = z.object({ staffId: z.string(), name: z.string() });

export const getAvailableSlots = defineOperation({
  name: "get_available_slots",
  title: "Get available slots",
  description:
    'Lists times at which a service can be booked on a date (or several days from it), with the free places: free starts of an appointment, or the dates of a class; localStart says weekday and local time, staff who could do it. hint says why there is nothing. A date may carry its weekday ("Tuesday 2026-05-12"): one that disagrees is refused. Give a startTime from here to create_booking as start.',
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
    timeFrom: timeField
      .optional()
      .meta({ description: "Only starts from this local time of day on, HH:MM.", examples: ["15:00"] }),
    timeTo: timeField
      .optional()
      .meta({ description: "Only starts up to this local time of day, HH:MM.", examples: ["16:00"] }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
    addOnIds: placeFields.addOnIds.meta({
      description: "Add-ons that will be booked with it: only times with room for them are listed.",
      examples: [[]],
    }),
  }),
  output: z.object({
    items: z.array(
      slotView.extend({
        /** Who could do it (the teacher of a class), ten names at most; left out of long lists. */
        staff: z.array(namedStaff).optional(),
      }),
    ),
    timezone: z.string(),
    isCut: z.boolean(),
    /** Why there is nothing, and what to do about it. */
    hint: z.string().nullable(),
  }),
  renderType: "table",
  summary: ({ items, timezone, hint }) => {
    const full = items.filter(({ available }) => !available).length;
    return hint ?? `${countOf(items.length, "time")}${full > 0 ? `, ${full} of them full` : ""} (${timezone})`;
  },

  async run(context, { serviceId, timeFrom, timeTo, addOnIds = [], ...rest }) {
    const service = await readService(context, serviceId);
    const durationMinutes = lengthWith(service, await addOnsOf(context, serviceId, addOnIds));
    const wish = { ...rest, service, durationMinutes, between: partOfDay(timeFrom, timeTo) };
    const { timezone } = context.caller.workspace;
    const isOffered = service.status === "active";
    const found = isOffered
      ? await slotsOf(context, wish, MOST_SLOTS)
      : { items: [], isCut: false, staffIds: () => [] };
    const hint = found.items.length > 0 ? null : await whyNothing(context, wish);
    return { items: await withStaff(context, found), isCut: found.isCut, timezone, hint };
  },
});

/** The times with who could do each; a long list would be mostly names. */
async function withStaff(
  context: TenantContext,
  { items, staffIds }: Pick<Awaited<ReturnType<typeof slotsOf>>, "items" | "staffIds">,
) {
  if (items.length > MOST_WITH_STAFF) return items;
  const ids = items.map((_, index) => staffIds(index).slice(0, MOST_NAMED));
  const named = new Map((await staffNames(context, [...new Set(ids.flat())])).map((each) => [each.staffId, each]));
  return items.map((item, index) => ({ ...item, staff: (ids[index] ?? []).flatMap((id) => named.get(id) ?? []) }));
}

/** The part of a day that was asked for; nothing when it is the whole day. Throws invalid_input. */
function partOfDay(timeFrom = "00:00", timeTo = "24:00"): SlotWish["between"] {
  const [fromMinute, toMinute] = [minuteOfDay(timeFrom) ?? 0, minuteOfDay(timeTo) ?? 1_440];
  if (toMinute < fromMinute) {
    const rule = "must not be before timeFrom";
    throw new OperationError("invalid_input", {
      message: `timeTo: ${rule}`,
      details: { field: "timeTo", fields: [{ field: "timeTo", rule }] },
    });
  }
  return timeFrom === "00:00" && timeTo === "24:00" ? undefined : { fromMinute, toMinute };
}
