import "server-only";
import { z } from "zod";
import { countOf, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { hitsOf, readSpan, toClosureTimes, toClosureView } from "./closed-time";
import { closureView, hitsView } from "./closure";
import { removeClosure } from "./remove-closure";
import { dateField, timeField } from "./window";

export const addClosure = defineOperation({
  name: "add_closure",
  title: "Add closure",
  description:
    "Closes the company, or notes a person's time off (staffId), for whole days or for hours. Nothing can be booked there any more. Bookings and classes that exist stay and are listed in hits: ask the user whether to move (reschedule_booking) or cancel (cancel_booking) them.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    dateFrom: dateField.meta({ description: "First local day, YYYY-MM-DD.", examples: ["2026-12-24"] }),
    dateTo: dateField
      .optional()
      .meta({ description: "Last local day, YYYY-MM-DD. Default: the first.", examples: ["2026-12-26"] }),
    startTime: timeField
      .optional()
      .meta({ description: "From this time of the first day on. Default: the whole day.", examples: ["14:00"] }),
    endTime: timeField
      .optional()
      .meta({ description: "Until this time of the last day. Default: the whole day.", examples: ["18:00"] }),
    staffId: staffIdField.optional(),
    reason: lineOfText(1, 200)
      .optional()
      .meta({ description: "Why, for the calendar.", examples: ["Stocktaking"] }),
  }),
  output: z.object({ closure: closureView, hits: hitsView }),
  renderType: "record",
  summary: ({ closure, hits }) =>
    `Closed from ${closure.localStart} to ${closure.localEnd}; hits ${countOf(hits.bookings.length, "booking")} and ${countOf(hits.classes.length, "class", "classes")}`,
  undo: { with: () => removeClosure, arguments: ({ entityId }) => ({ closureId: entityId }) },

  async run(context, { staffId, reason, ...days }) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone } = caller.workspace;
    const span = readSpan(days, timezone);
    const staff = staffId ? await findStaff(context, staffId, "staffId", true) : null;
    const row = await db.closure.create({
      data: {
        organisationId,
        companyId,
        id: newId("clo"),
        staffId: staff?.id ?? null,
        ...toClosureTimes(span, timezone),
        reason: reason ?? null,
      },
    });
    const closure = closureView.parse(toClosureView(row, timezone));
    note({ entityId: row.id, after: closure });
    return { closure, hits: await hitsOf(context, span, staff?.id ?? null) };
  },
});
