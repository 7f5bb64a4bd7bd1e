import { z } from "zod";
import { idField } from "@/lib/kernel/fields";
import { timeOfMinute } from "../bookings/local-time";
import type { RecurrenceRule } from "../bookings/recurrence";

export const RECURRENCES = ["none", "daily", "weekly", "monthly"] as const;

const NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Weekdays as published: by name, or by number with 0 = Monday. Converted here once. */
export const byWeekdayField = z
  .array(
    z
      .union([z.enum(NAMES), z.int().min(0).max(6)])
      .transform((day) => (typeof day === "number" ? day : NAMES.indexOf(day))),
  )
  .max(7)
  .meta({
    description:
      "Weekdays of a weekly rule by name; give names. As a number 0 is Monday here. Default: the weekday of date.",
    examples: [["tuesday", "thursday"]],
  });

export const scheduleIdField = idField("sch", "Id of a schedule, from list_service_schedules.");

export const scheduleView = z.object({
  id: z.string(),
  serviceId: z.string(),
  staffId: z.string().nullable(),
  resourceId: z.string().nullable(),
  date: z.string(),
  startTime: z.string(),
  endTime: z.string(),
  recurrence: z.string(),
  weekdays: z.array(z.enum(NAMES)),
  byWeekday: z.array(z.int()),
  recurrenceInterval: z.int(),
  recurrenceEndDate: z.string().nullable(),
  maxCapacity: z.int().nullable(),
  notes: z.string().nullable(),
  status: z.string(),
  version: z.int(),
});

export interface ScheduleRow {
  id: string;
  serviceId: string;
  staffId: string | null;
  resourceId: string | null;
  date: Date;
  startMinute: number;
  endMinute: number;
  recurrence: string;
  byWeekday: number[];
  recurrenceInterval: number;
  recurrenceEndDate: Date | null;
  maxCapacity: number | null;
  notes: string | null;
  status: string;
  version: number;
}

export const dateText = (date: Date) => date.toISOString().slice(0, 10);
export const toDate = (text: string) => new Date(`${text}T00:00:00Z`);

export function toScheduleView(row: ScheduleRow): z.output<typeof scheduleView> {
  return {
    ...row,
    date: dateText(row.date),
    startTime: timeOfMinute(row.startMinute),
    endTime: timeOfMinute(row.endMinute),
    weekdays: weekdaysOf(row),
    recurrenceEndDate: row.recurrenceEndDate ? dateText(row.recurrenceEndDate) : null,
  };
}

/** The days by name on which a weekly rule happens: without any named, the one of its first date. */
function weekdaysOf({ recurrence, byWeekday, date }: ScheduleRow): (typeof NAMES)[number][] {
  const days = recurrence === "weekly" && byWeekday.length === 0 ? [(date.getUTCDay() + 6) % 7] : byWeekday;
  return days.flatMap((day) => NAMES[day] ?? []);
}

export function ruleOf(row: ScheduleRow): RecurrenceRule {
  return {
    date: dateText(row.date),
    recurrence: z.enum(RECURRENCES).parse(row.recurrence),
    byWeekday: row.byWeekday,
    interval: row.recurrenceInterval,
    endDate: row.recurrenceEndDate ? dateText(row.recurrenceEndDate) : null,
  };
}

/** The id of one date of a schedule; readable back, so that a date that was never touched has an id too. */
export function occurrenceIdOf(scheduleId: string, date: string): string {
  return `occ_${scheduleId.slice("sch_".length)}_${date.replaceAll("-", "")}`;
}

export function readOccurrenceId(id: string): { scheduleId: string; date: string } | null {
  const match = /^occ_([0-9A-Za-z]{24})_(\d{4})(\d{2})(\d{2})$/.exec(id);
  return match ? { scheduleId: `sch_${match[1]}`, date: `${match[2]}-${match[3]}-${match[4]}` } : null;
}
