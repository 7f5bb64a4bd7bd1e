import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { minuteOfDay } from "../bookings/local-time";
import { resourceIdField } from "../resources/resource";
import { staffIdField } from "../staff/staff";
import { findSubject } from "./find-subject";
import { listWindows } from "./set-window";
import { dayOfWeekField, timeField, windowView } from "./window";

const hours = z.strictObject({
  day: dayOfWeekField,
  open: timeField.meta({ description: "Opening time, HH:MM.", examples: ["09:00"] }),
  close: timeField.meta({ description: "Closing time, HH:MM; 24:00 is midnight.", examples: ["21:00"] }),
});

export const setOpeningHours = defineOperation({
  name: "set_opening_hours",
  title: "Set opening hours",
  description:
    "Sets a whole week in one call, the company's or, with staffId or resourceId, that of a person or room: one entry for each time it is open; a day may have several; days without an entry are closed. Replaces the open times of the week that were set before; breaks stay. Single closed days: add_closure.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({
    hours: z
      .array(hours)
      .max(50)
      .meta({
        description: "Open times of the week; an empty list takes the week away: open at any time.",
        examples: [[{ day: "monday", open: "09:00", close: "21:00" }]],
      }),
    staffId: staffIdField.optional(),
    resourceId: resourceIdField.optional(),
  }),
  output: z.object({ windows: z.array(windowView), closedDays: z.array(z.string()) }),
  renderType: "table",
  summary: ({ windows, closedDays }) =>
    `${windows.length} opening times a week${closedDays.length > 0 ? `; closed on ${closedDays.join(", ")}` : ""}`,
  undo: { none: "Call it again with the week that the audit row kept." },

  async run(context, { hours: week, ...whose }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const subject = await findSubject(context, whose, true);
    const rows = week.map(({ day, open, close }, index) => {
      const startMinute = minuteOfDay(open) ?? 0;
      const endMinute = minuteOfDay(close) ?? 0;
      const field = `hours.${index}.close`;
      if (endMinute <= startMinute) {
        const rule = "must be later than open; split a time that passes midnight in two";
        throw new OperationError("invalid_input", {
          message: `${field}: ${rule}`,
          details: { field, fields: [{ field, rule }] },
        });
      }
      return {
        organisationId,
        companyId,
        id: newId("win"),
        subjectType: subject.type,
        subjectId: subject.id,
        dayOfWeek: day,
        startMinute,
        endMinute,
      };
    });
    const before = await listWindows(context, subject);
    await db.availabilityWindow.deleteMany({
      where: { subjectType: subject.type, subjectId: subject.id, date: null, type: "available" },
    });
    await db.availabilityWindow.createMany({ data: rows });
    const windows = await listWindows(context, subject);
    note({ entityId: subject.id, before, after: windows });
    const open = new Set(windows.map(({ weekday }) => weekday));
    const names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
    return { windows, closedDays: names.filter((name) => !open.has(name)) };
  },
});
