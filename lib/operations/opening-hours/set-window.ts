import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { minuteOfDay } from "../bookings/local-time";
import { dateField, dayOfWeekField, timeField, toWindowView } from "./window";

/** Arguments that set_staff_availability and set_resource_availability share. */
export const windowFields = {
  startTime: timeField,
  endTime: timeField.meta({ description: "End, HH:MM; 24:00 ends the day.", examples: ["18:00"] }),
  dayOfWeek: dayOfWeekField.optional(),
  date: dateField.optional(),
  type: z
    .enum(["available", "unavailable"])
    .default("available")
    .meta({
      description: "available: there; unavailable: a break or time away inside other hours.",
      examples: ["available"],
    }),
  isRecurring: z
    .boolean()
    .default(true)
    .meta({ description: "Whether a weekday window repeats every week; a date window never does.", examples: [true] }),
  replace: z
    .boolean()
    .default(true)
    .meta({
      description: "Whether it replaces what was set for the same weekday or date and type (true), or is added to it.",
      examples: [true],
    }),
};

export interface WindowInput {
  startTime: string;
  endTime: string;
  dayOfWeek?: number | undefined;
  date?: string | undefined;
  type: "available" | "unavailable";
  isRecurring: boolean;
  replace: boolean;
}

export interface Subject {
  type: "company" | "staff" | "resource";
  id: string;
}

/** Sets one window of a subject and returns all it has, in order. */
export async function setWindow({ db, caller }: TenantContext, subject: Subject, input: WindowInput) {
  const { organisationId, companyId } = caller.workspace;
  const startMinute = minuteOfDay(input.startTime) ?? 0;
  const endMinute = minuteOfDay(input.endTime) ?? 0;
  if (endMinute <= startMinute) {
    throw refusal("endTime", "must be later than startTime; split a window that passes midnight in two");
  }
  if ((input.date === undefined) === (input.dayOfWeek === undefined)) {
    throw refusal("dayOfWeek", "give either dayOfWeek (every week) or date (that day only)");
  }
  if (input.dayOfWeek !== undefined && !input.isRecurring) {
    throw refusal("isRecurring", "a weekday window repeats every week; give date for a single day");
  }
  const day =
    input.date === undefined ? { dayOfWeek: input.dayOfWeek ?? 0 } : { date: new Date(`${input.date}T00:00:00Z`) };
  const whose = { subjectType: subject.type, subjectId: subject.id };
  if (input.replace) await db.availabilityWindow.deleteMany({ where: { ...whose, ...day, type: input.type } });
  await db.availabilityWindow.create({
    data: { organisationId, companyId, id: newId("win"), ...whose, ...day, startMinute, endMinute, type: input.type },
  });
  return listWindows({ db }, subject);
}

/** The windows of a subject: weekly ones from Sunday on, then single days. */
export async function listWindows({ db }: Pick<TenantContext, "db">, subject: Subject) {
  const rows = await db.availabilityWindow.findMany({
    where: { subjectType: subject.type, subjectId: subject.id },
    orderBy: [{ date: { sort: "asc", nulls: "first" } }, { dayOfWeek: "asc" }, { startMinute: "asc" }],
    take: 500,
  });
  return rows.map(toWindowView);
}

function refusal(field: string, rule: string): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule }] },
  });
}
