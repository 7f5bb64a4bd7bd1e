import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, expectedVersionField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { minuteOfDay } from "../bookings/local-time";
import { notifyField } from "../bookings/notice";
import { notifyCustomers } from "../bookings/notify-customers";
import { tellWaiting } from "../bookings/tell-waiting";
import { countedWords, countTold, type Told, toldCounts, waitingWords } from "../bookings/told";
import { dateField, timeField } from "../opening-hours/window";
import { readResource } from "../resources/read-resource";
import { resourceIdField } from "../resources/resource";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { type ChangedDates, type ChangedForGuest, changeOccurrence, type OccurrenceChange } from "./change-occurrence";
import { changeRule, type RuleChange } from "./change-rule";
import { clashesOf, clashText, clashView } from "./clashes";
import { nextDates } from "./create-service-schedule";
import { requireOccurrence } from "./require-occurrence";
import {
  byWeekdayField,
  dateText,
  occurrenceIdOf,
  RECURRENCES,
  scheduleIdField,
  scheduleView,
  toScheduleView,
} from "./schedule";
import { splitSchedule } from "./split-schedule";
import { storeOccurrence } from "./store-occurrence";

export const updateServiceSchedule = defineOperation({
  name: "update_service_schedule",
  title: "Update service schedule",
  description:
    "Changes time, teacher, room or places of a class: of one date (applyTo this), of a date and all after it (following), or of every coming date (all). How it repeats changes with following or all. Booked customers move along and are told once, like those on the wait-list; dates that fall away while booked need cancelBookings true. clashes in the answer lists dates that cannot take place so: solve them with the user.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({
    scheduleId: scheduleIdField,
    applyTo: z
      .enum(["this", "following", "all"])
      .optional()
      .meta({
        description:
          "this: only date; following: date and later; all: every coming date. Required with date; else all.",
        examples: ["this"],
      }),
    date: dateField
      .optional()
      .meta({ description: "The local date that this or following begins at.", examples: ["2026-05-12"] }),
    startTime: timeField.optional().meta({ description: "New start, HH:MM; with endTime.", examples: ["18:30"] }),
    endTime: timeField.optional().meta({ description: "New end, HH:MM; with startTime.", examples: ["19:30"] }),
    staffId: staffIdField
      .nullable()
      .optional()
      .meta({
        description: "New teacher; null: none.",
        examples: ["mem_0OaZ3kP9x1yB7cD2eF4gH6jK"],
      }),
    resourceId: resourceIdField
      .nullable()
      .optional()
      .meta({
        description: "New room; null: none, unless the service requires one.",
        examples: ["res_0OaZ3kP9x1yB7cD2eF4gH6jK"],
      }),
    recurrence: z
      .enum(RECURRENCES)
      .optional()
      .meta({ description: "New rhythm; with following or all.", examples: ["weekly"] }),
    byWeekday: byWeekdayField.optional(),
    recurrenceInterval: z
      .int()
      .min(1)
      .max(52)
      .optional()
      .meta({ description: "Every how many days, weeks or months.", examples: [1] }),
    recurrenceEndDate: dateField
      .nullable()
      .optional()
      .meta({ description: "New last possible date; null: the rule never ends.", examples: ["2026-12-31"] }),
    cancelBookings: z
      .boolean()
      .default(false)
      .meta({ description: "Cancel bookings of dates that fall away, and tell the customers.", examples: [false] }),
    maxCapacity: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: "New number of places.", examples: [20] }),
    notes: z
      .string()
      .trim()
      .max(1_000)
      .nullable()
      .optional()
      .meta({ description: "A note for the staff; null clears.", examples: ["Bring the long mats"] }),
    notifyCustomer: notifyField,
    expectedVersion: expectedVersionField,
  }),
  output: z.object({
    schedule: scheduleView,
    movedBookingIds: z.array(z.string()),
    cancelledBookingIds: z.array(z.string()),
    /** How those who had a place hear of it. */
    told: toldCounts,
    /** How those on the wait-list of dates that moved or fell away hear of it. */
    toldWaiting: toldCounts,
    clashes: z.array(clashView),
    nextDates: z.array(z.object({ occurrenceId: z.string(), startTime: z.string(), localStart: z.string() })),
  }),
  renderType: "record",
  summary: ({ movedBookingIds, cancelledBookingIds, told, toldWaiting, nextDates: [next], clashes }) =>
    [
      "Schedule changed",
      `; ${countOf(movedBookingIds.length, "booking")} moved along`,
      cancelledBookingIds.length > 0 ? `, ${cancelledBookingIds.length} cancelled` : "",
      countedWords(told) && `: ${countedWords(told)}`,
      waitingWords(toldWaiting),
      next ? `; next: ${next.localStart}` : "",
      clashText(clashes),
    ].join(""),
  undo: { none: "Call it again with the values that the audit row kept; customers are told of that too." },

  async run(context, input) {
    const { db, note } = context;
    const { date, expectedVersion, notifyCustomer, notes } = input;
    const applyTo = reachOf(input);
    await lockRow(db, "service_schedules", input.scheduleId);
    const found = await db.serviceSchedule.findFirst({
      where: { id: input.scheduleId, status: "active" },
      include: { service: { select: { requiresResource: true } } },
    });
    if (!found) {
      throw new OperationError("not_found", {
        message: "scheduleId: there is no such schedule",
        hint: "list_service_schedules shows the schedules there are.",
        details: { field: "scheduleId" },
      });
    }
    const { service, ...before } = found;
    if (input.resourceId === null && service.requiresResource) {
      throw wrong("resourceId", "must be a room: the service requires one");
    }
    requireVersion(before.version, expectedVersion, scheduleView, () => toScheduleView(before));
    const change = await readChange(context, input);
    const rule = ruleChangeOf({ ...input, applyTo });
    const scheduleId =
      applyTo === "following" && date && date > dateText(before.date)
        ? await splitSchedule(context, before, date)
        : before.id;
    const { moved, ended } =
      applyTo === "this" && date
        ? { moved: await changeOne(context, occurrenceIdOf(scheduleId, date), change), ended: NOTHING_ENDED }
        : await changeRule(context, scheduleId, { change, rule, notes, cancelBookings: input.cancelBookings });
    const movedBookingIds = moved.guests.map(({ bookingId }) => bookingId);
    const cancelledBookingIds = ended.booked;
    const told = countTold([
      ...(notifyCustomer ? await tellOfChanges(context, moved.guests) : []),
      ...(await notifyCustomers(context, "cancelled", cancelledBookingIds)),
    ]);
    const toldWaiting = countTold([
      ...(notifyCustomer ? await tellWaiting(context, "moved", moved.waiting) : []),
      ...(await tellWaiting(context, "cancelled", ended.waited)),
    ]);
    const row = await db.serviceSchedule.findFirstOrThrow({ where: { id: scheduleId } });
    const schedule = toScheduleView(row);
    note({
      entityId: scheduleId,
      before: toScheduleView(before),
      after: { ...schedule, applyTo, date, movedBookingIds, cancelledBookingIds },
    });
    const [next, clashes] = [await nextDates(context, scheduleId), await clashesOf(context, scheduleId)];
    return { schedule, movedBookingIds, cancelledBookingIds, told, toldWaiting, clashes, nextDates: next };
  },
});

const NOTHING_ENDED = { booked: [], waited: [] };

/** Each customer in the words for what changed. */
async function tellOfChanges(context: TenantContext, changed: readonly ChangedForGuest[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const notice of new Set(changed.map((each) => each.notice))) {
    const those = changed.filter((each) => each.notice === notice);
    const ids = those.map(({ bookingId }) => bookingId);
    told.push(...(await notifyCustomers(context, notice, ids)));
  }
  return told;
}

type Reach = "this" | "following" | "all";

/** Which dates change. A date alone could mean any of the three, and whoever booked the others would be told of it. */
function reachOf({ applyTo, date }: { applyTo?: Reach | undefined; date?: string | undefined }): Reach {
  if (date && !applyTo) throw wrong("applyTo", "is required with date: say this, following or all");
  if (applyTo && applyTo !== "all" && !date) throw wrong("date", "is required with applyTo this or following");
  return applyTo ?? "all";
}

/** How it repeats belongs to the rule, never to one date of it. */
function ruleChangeOf(input: RuleChange & { applyTo: Reach }): RuleChange {
  const { recurrence, byWeekday, recurrenceInterval, recurrenceEndDate } = input;
  const rule = { recurrence, byWeekday, recurrenceInterval, recurrenceEndDate };
  const [named] = Object.entries(rule).find(([, value]) => value !== undefined) ?? [];
  if (named && input.applyTo === "this") throw wrong(named, "changes with applyTo following or all, not this");
  return rule;
}

interface Wish {
  startTime?: string | undefined;
  endTime?: string | undefined;
  staffId?: string | null | undefined;
  resourceId?: string | null | undefined;
  maxCapacity?: number | undefined;
}

async function readChange(context: TenantContext, wish: Wish): Promise<OccurrenceChange> {
  const { startTime, endTime, staffId, resourceId, maxCapacity } = wish;
  if ((startTime === undefined) !== (endTime === undefined)) {
    throw wrong(startTime === undefined ? "startTime" : "endTime", "is required when the other is given");
  }
  const startMinute = startTime === undefined ? undefined : (minuteOfDay(startTime) ?? 0);
  const endMinute = endTime === undefined ? undefined : (minuteOfDay(endTime) ?? 0);
  if (startMinute !== undefined && endMinute !== undefined && endMinute <= startMinute) {
    throw wrong("endTime", "must be later than startTime");
  }
  const staff = staffId ? (await findStaff(context, staffId, "staffId", true)).id : staffId;
  if (resourceId) await readResource(context, resourceId);
  return { startMinute, endMinute, staffId: staff, resourceId, capacity: maxCapacity };
}

async function changeOne(
  context: TenantContext,
  occurrenceId: string,
  change: OccurrenceChange,
): Promise<ChangedDates> {
  const occurrence = await requireOccurrence(context, occurrenceId);
  await storeOccurrence(context, occurrence);
  await lockRow(context.db, "schedule_occurrences", occurrenceId);
  const row = await context.db.scheduleOccurrence.findFirstOrThrow({ where: { id: occurrenceId } });
  return changeOccurrence(context, row, change, true);
}

function wrong(field: string, rule: string): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule }] },
  });
}
