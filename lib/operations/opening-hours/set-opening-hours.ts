import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { minuteOfDay } from "../bookings/local-time";
import { resourceIdField } from "../resources/resource";
import { staffIdField } from "../staff/staff";
import { findSubject } from "./find-subject";
import { outsideHours, outsideView, outsideWords } from "./outside-hours";
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
    "Sets a whole week in one call, the company's or, with staffId or resourceId, that of a person or room: one entry for each time it is open; a day may have several; days without an entry are closed. Replaces the open times of the week that were set before; breaks stay. Bookings that exist stay too: outside lists the coming ones that no longer fit; ask the user whether to move or cancel them. Single closed days: add_closure.",
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
  output: z.object({ windows: z.array(windowView), closedDays: z.array(z.string()), outside: outsideView }),
  renderType: "table",
  summary: ({ windows, closedDays, outside }) =>
    `${windows.length} opening times a week${closedDays.length > 0 ? `; closed on ${closedDays.join(", ")}` : ""}${outsideWords(outside)}`,
  undo: { none: "Call it again with the week that the audit row kept." },

  async run(context, { hours: week, ...whose }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const subject = await findSubject(context, whose, true);
    const rows = readWeek(week).map((span) => ({
      organisationId,
      companyId,
      id: newId("win"),
      subjectType: subject.type,
      subjectId: subject.id,
      ...span,
    }));
    const before = await listWindows(context, subject);
    await db.availabilityWindow.deleteMany({
      where: { subjectType: subject.type, subjectId: subject.id, date: null, type: "available" },
    });
    await db.availabilityWindow.createMany({ data: rows });
    const windows = await listWindows(context, subject);
    note({ entityId: subject.id, before, after: windows });
    const open = new Set(windows.map(({ weekday }) => weekday));
    const names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
    const outside = await outsideHours(context, subject);
    return { windows, closedDays: names.filter((name) => !open.has(name)), outside };
  },
});

/** The open times as they are stored. Throws invalid_input for one that ends before it begins, or overlaps another. */
function readWeek(week: readonly z.output<typeof hours>[]) {
  const spans = week.map(({ day, open, close }, index) => {
    const span = { dayOfWeek: day, startMinute: minuteOfDay(open) ?? 0, endMinute: minuteOfDay(close) ?? 0 };
    if (span.endMinute > span.startMinute) return span;
    throw invalidField(`hours.${index}.close`, "must be later than open; split a time that passes midnight in two");
  });
  for (const [index, span] of spans.entries()) {
    const other = week[spans.slice(0, index).findIndex((each) => overlap(each, span))];
    if (other) throw invalidField(`hours.${index}.open`, `overlaps ${other.open}–${other.close} of the same day`);
  }
  return spans;
}

interface Span {
  dayOfWeek: number;
  startMinute: number;
  endMinute: number;
}

const overlap = (a: Span, b: Span) =>
  a.dayOfWeek === b.dayOfWeek && a.startMinute < b.endMinute && a.endMinute > b.startMinute;
