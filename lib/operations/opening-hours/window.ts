import { z } from "zod";
import { dayOfWeek, minuteOfDay, plainDate, timeOfMinute } from "../bookings/local-time";
import type { Window } from "../bookings/slots";
import { takeWeekday } from "../bookings/stated-weekday";

export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** A wall-clock time; 24:00 ends the day. */
export const timeField = z
  .string()
  .refine((text) => minuteOfDay(text) !== null, 'must be a time such as "09:30" (00:00 to 24:00)')
  .meta({ description: "Local wall-clock time, HH:MM.", examples: ["09:30"] });

/** A calendar day; one that is said with its weekday must be that day, so that a slip of either is noticed. */
export const dateField = z
  .string()
  .superRefine((text, { addIssue }) => {
    const { weekday, rest } = takeWeekday(text);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(rest) || !isDate(rest)) {
      addIssue({ code: "custom", message: "must be a day that exists, YYYY-MM-DD" });
    } else if (weekday !== undefined && weekday !== dayOfWeek(rest)) {
      addIssue({
        code: "custom",
        message: `is a ${capitalized(WEEKDAYS[dayOfWeek(rest)])}: ask which of the two is meant`,
      });
    }
  })
  .overwrite((text) => takeWeekday(text).rest)
  .meta({ description: "Local date, YYYY-MM-DD.", examples: ["2026-05-12"] });

/** A weekday by name, or by number with 0 = Sunday. */
export const dayOfWeekField = z
  .union([z.enum(WEEKDAYS), z.int().min(0).max(6)])
  .transform((day) => (typeof day === "number" ? day : WEEKDAYS.indexOf(day)))
  .meta({ description: "Weekday by name; give names. As a number 0 is Sunday here.", examples: ["tuesday"] });

export const windowView = z.object({
  dayOfWeek: z.int().nullable(),
  weekday: z.enum(WEEKDAYS).nullable(),
  date: z.string().nullable(),
  startTime: z.string(),
  endTime: z.string(),
  type: z.string(),
});

export interface WindowRow {
  dayOfWeek: number | null;
  date: Date | null;
  startMinute: number;
  endMinute: number;
  type: string;
}

export function toWindowView(row: WindowRow): z.output<typeof windowView> {
  return {
    dayOfWeek: row.dayOfWeek,
    weekday: row.dayOfWeek === null ? null : (WEEKDAYS[row.dayOfWeek] ?? null),
    date: row.date?.toISOString().slice(0, 10) ?? null,
    startTime: timeOfMinute(row.startMinute),
    endTime: timeOfMinute(row.endMinute),
    type: row.type,
  };
}

/** A stored window as the slot search takes it. */
export function toSlotWindow(row: WindowRow): Window {
  const { dayOfWeek: day, date, startMinute, endMinute } = row;
  const type = row.type === "unavailable" ? "unavailable" : "available";
  return { dayOfWeek: day, date: date?.toISOString().slice(0, 10) ?? null, startMinute, endMinute, type };
}

const capitalized = (word = "") => word.charAt(0).toUpperCase() + word.slice(1);

function isDate(text: string): boolean {
  try {
    plainDate(text);
    return true;
  } catch {
    return false;
  }
}
