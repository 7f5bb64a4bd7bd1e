import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { dateField, timeField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { occurrencesBetween } from "../schedules/occurrences";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { staffIdField } from "../staff/staff";
import { requirementsOf } from "./availability";
import { slotView } from "./booking";
import { type SlotWish, slotsOf } from "./find-slots";
import { addDays, minuteOfDay } from "./local-time";

const MOST_SLOTS = 1_000;

export const getAvailableSlots = defineOperation({
  name: "get_available_slots",
  title: "Get available slots",
  description:
    'Lists times at which a service can be booked on a date (or several days from it), with the free places: free starts of an appointment, or the dates of a class; localStart says weekday and local time. A date may carry its weekday ("Tuesday 2026-05-12"): one that disagrees is refused. Give a startTime from here to create_booking as start.',
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
  }),
  output: z.object({
    items: z.array(slotView),
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

  async run(context, { serviceId, timeFrom, timeTo, ...rest }) {
    const wish = { ...rest, between: partOfDay(timeFrom, timeTo) };
    const service = await readService(context, serviceId);
    const { timezone } = context.caller.workspace;
    const isOffered = service.status === "active";
    const found = isOffered ? await slotsOf(context, { service, ...wish }, MOST_SLOTS) : { items: [], isCut: false };
    const hint = found.items.length > 0 ? null : await whyNothing(context, service, wish);
    return { ...found, timezone, hint };
  },
});

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

/** What an empty answer comes from: something that was never set up, or a full calendar. */
async function whyNothing(
  context: TenantContext,
  service: Awaited<ReturnType<typeof readService>>,
  { date, days, between, ...who }: Omit<SlotWish, "service">,
): Promise<string> {
  if (service.status !== "active") return "The service is archived; update_service with status active offers it again.";
  if (service.type === "class") {
    const schedules = await context.db.serviceSchedule.count({ where: { serviceId: service.id, status: "active" } });
    if (schedules === 0) return "The class has no times yet; add them with create_service_schedule.";
    const range = { from: date, to: addDays(date, days - 1), serviceId: service.id };
    if (!between && (await occurrencesBetween(context, range)).length > 0) {
      return "The class has dates then, and none can be booked: too soon, too far ahead, closed, without the room it requires, or its teacher or room is taken. get_calendar shows which; update_service_schedule moves it.";
    }
  } else {
    const requirements = await requirementsOf(context, { service, ...who });
    const missing = requirements.find(({ candidates }) => candidates.length === 0);
    if (missing?.subjectType === "staff") return "Nobody who fits gives this service; use assign_staff_to_service.";
    if (missing) return "No room or equipment that fits is linked to it; use link_resource_to_service.";
  }
  return "Nothing is free then; look at other times or days, or at get_opening_hours and list_closures.";
}
