import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { spoken } from "../bookings/booking";
import { addDays, localDate, minuteOfDay } from "../bookings/local-time";
import { dateField, timeField } from "../opening-hours/window";
import { readResource } from "../resources/read-resource";
import { resourceIdField } from "../resources/resource";
import { readService } from "../services/read-service";
import { serviceIdField } from "../services/service";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { cancelServiceSchedule } from "./cancel-service-schedule";
import { clashText, clashView, requirePossible } from "./clashes";
import { occurrencesBetween } from "./occurrences";
import { giveRoom, linkedRooms } from "./rooms";
import { byWeekdayField, dateText, RECURRENCES, scheduleView, toDate, toScheduleView } from "./schedule";

const NEXT_DATES = 4;
const LOOK_AHEAD_DAYS = 370;
const FURTHEST_DAYS = 1_100;

export const createServiceSchedule = defineOperation({
  name: "create_service_schedule",
  title: "Create service schedule",
  description:
    "Puts a class on the calendar: once, or repeating daily, weekly (byWeekday) or monthly, in the company's local time, with its teacher, room and places. A class with requiresResource takes a free linked room when you name none. nextDates in the answer shows the next four dates with weekday: check them with the user. Refused when none of its dates can take place; clashes lists single dates on which teacher or room are taken, or nobody is there: solve them with update_service_schedule or cancel_class_date.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    serviceId: serviceIdField,
    date: dateField.meta({ description: "First possible local date, YYYY-MM-DD.", examples: ["2026-05-12"] }),
    startTime: timeField,
    endTime: timeField.meta({ description: "End, HH:MM, later than startTime.", examples: ["19:30"] }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
    recurrence: z
      .enum(RECURRENCES)
      .default("none")
      .meta({ description: "How it repeats.", examples: ["weekly"] }),
    byWeekday: byWeekdayField.default([]),
    recurrenceInterval: z
      .int()
      .min(1)
      .max(52)
      .default(1)
      .meta({ description: "Every how many days, weeks or months.", examples: [1] }),
    recurrenceEndDate: dateField
      .optional()
      .meta({ description: "Last possible date; without it the rule never ends.", examples: ["2026-12-31"] }),
    maxCapacity: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: "Places. Default: the service's capacity.", examples: [20] }),
    notes: z
      .string()
      .trim()
      .max(1_000)
      .optional()
      .meta({ description: "A note for the staff.", examples: ["Bring the long mats"] }),
  }),
  output: z.object({
    schedule: scheduleView,
    resourceName: z.string().nullable(),
    clashes: z.array(clashView),
    nextDates: z.array(z.object({ occurrenceId: z.string(), startTime: z.string(), localStart: z.string() })),
  }),
  renderType: "record",
  summary: ({ resourceName, nextDates, clashes }) =>
    `Scheduled${resourceName ? ` in ${resourceName}` : ""}; next: ${nextDates.map(({ localStart }) => localStart).join(", ")}${clashText(clashes)}`,
  undo: { with: () => cancelServiceSchedule, arguments: ({ entityId }) => ({ scheduleId: entityId }) },

  async run(context, { date, startTime, endTime, recurrenceEndDate, staffId, resourceId, ...fields }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const service = await readService(context, fields.serviceId);
    if (service.type !== "class") {
      throw new OperationError("precondition_failed", {
        reason: "onlyClasses",
        message: "Only a class has a schedule; an appointment is offered in the opening hours of company and staff.",
        hint: "Use set_opening_hours and set_staff_availability, or create a service of type class.",
        details: { field: "serviceId" },
      });
    }
    const startMinute = minuteOfDay(startTime) ?? 0;
    const endMinute = minuteOfDay(endTime) ?? 0;
    refuseIf(endMinute <= startMinute, "endTime", "must be later than startTime");
    refuseIf(
      fields.byWeekday.length > 0 && fields.recurrence !== "weekly",
      "byWeekday",
      "is only for recurrence weekly",
    );
    refuseIf(
      recurrenceEndDate !== undefined && recurrenceEndDate < date,
      "recurrenceEndDate",
      "must not be before date",
    );
    const today = localDate(Date.now(), caller.workspace.timezone);
    refuseIf(date > addDays(today, FURTHEST_DAYS), "date", "must be within the next three years");
    const staff = staffId ? await findStaff(context, staffId, "staffId", true) : undefined;
    if (resourceId) await readResource(context, resourceId);
    const rooms = service.requiresResource && !resourceId ? await linkedRooms(context, service.id) : [];
    const created = await db.serviceSchedule.create({
      data: {
        organisationId,
        companyId,
        id: newId("sch"),
        ...fields,
        staffId: staff?.id ?? null,
        resourceId: resourceId ?? null,
        date: toDate(date),
        startMinute,
        endMinute,
        recurrenceEndDate: recurrenceEndDate ? toDate(recurrenceEndDate) : null,
      },
    });
    if (rooms.length > 0) await giveRoom(context, created.id, rooms);
    const next = await nextDates(context, created.id);
    refuseIf(next.length === 0, "date", "must leave a date ahead: every date of this class is over");
    const clashes = await requirePossible(context, created.id);
    const { resource, ...row } = await db.serviceSchedule.findFirstOrThrow({
      where: { id: created.id },
      include: { resource: { select: { name: true } } },
    });
    const schedule = toScheduleView(row);
    note({ entityId: row.id, after: schedule });
    return {
      schedule,
      resourceName: resource?.name ?? null,
      clashes,
      nextDates: next,
    };
  },
});

function refuseIf(isWrong: boolean, field: string, rule: string): void {
  if (isWrong) throw invalidField(field, rule);
}

/** The next dates of a schedule as people say them, however far ahead it begins. */
export async function nextDates(context: TenantContext, scheduleId: string) {
  const { timezone } = context.caller.workspace;
  const today = localDate(Date.now(), timezone);
  const { date } = await context.db.serviceSchedule.findFirstOrThrow({
    where: { id: scheduleId },
    select: { date: true },
  });
  const [, from = today] = [today, dateText(date)].sort();
  const coming = await occurrencesBetween(context, { from, to: addDays(from, LOOK_AHEAD_DAYS), scheduleId });
  return coming
    .filter(({ start }) => start > Date.now())
    .slice(0, NEXT_DATES)
    .map(({ id, start }) => ({
      occurrenceId: id,
      startTime: new Date(start).toISOString(),
      localStart: spoken(start, timezone),
    }));
}
