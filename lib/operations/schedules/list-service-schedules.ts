import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { dateField } from "../opening-hours/window";
import { resourceIdField } from "../resources/resource";
import { serviceIdField } from "../services/service";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { scheduleView, toDate, toScheduleView } from "./schedule";

export const listServiceSchedules = defineOperation({
  name: "list_service_schedules",
  title: "List service schedules",
  description:
    "Lists the rules by which classes happen, newest first. The single dates of a class come from get_available_slots.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({
    serviceId: serviceIdField.optional(),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
    dateFrom: dateField
      .optional()
      .meta({ description: "Only schedules that may happen on or after this date.", examples: ["2026-05-12"] }),
    dateTo: dateField
      .optional()
      .meta({ description: "Only schedules that began on or before this date.", examples: ["2026-06-12"] }),
    isOverride: z
      .boolean()
      .optional()
      .meta({ description: "Only schedules with single dates that differ from the rule.", examples: [false] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(scheduleView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "schedule"),

  async run(context, { serviceId, staffId, resourceId, dateFrom, dateTo, isOverride, limit, cursor }) {
    const staff = staffId ? await findStaff(context, staffId) : undefined;
    const rows = await context.db.serviceSchedule.findMany({
      where: {
        status: "active",
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(serviceId ? { serviceId } : {}),
        ...(staff ? { staffId: staff.id } : {}),
        ...(resourceId ? { resourceId } : {}),
        ...(dateFrom ? { OR: [{ recurrenceEndDate: null }, { recurrenceEndDate: { gte: toDate(dateFrom) } }] } : {}),
        ...(dateTo ? { date: { lte: toDate(dateTo) } } : {}),
        ...(isOverride === undefined
          ? {}
          : { occurrences: isOverride ? { some: { isOverride } } : { none: { isOverride: true } } }),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(rows, limit, toScheduleView, ({ id }) => id);
  },
});
