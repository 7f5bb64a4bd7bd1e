import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { outsideHours, outsideView, outsideWords } from "../opening-hours/outside-hours";
import { listWindows, setWindow, windowFields } from "../opening-hours/set-window";
import { windowView } from "../opening-hours/window";
import { findStaff } from "./find-staff";
import { staffIdField } from "./staff";

export const setStaffAvailability = defineOperation({
  name: "set_staff_availability",
  title: "Set staff availability",
  description:
    "Sets when a person works: one window of a weekday (repeats every week) or of one date (replaces that day's weekly hours). Call once for each window; a whole week in one call: set_opening_hours with staffId. type unavailable marks a break. Without weekly windows of their own a person works whenever the company is open, so most people need none. outside lists their coming bookings that no longer fit; they stay.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ memberId: staffIdField, ...windowFields }),
  output: z.object({ staffId: z.string(), staffName: z.string(), windows: z.array(windowView), outside: outsideView }),
  renderType: "table",
  summary: ({ staffName, windows, outside }) =>
    `${staffName} has ${countOf(windows.length, "window")}${outsideWords(outside)}`,
  undo: { none: "Set the window of that day again; the audit row keeps what was there." },

  async run(context, { memberId, ...window }) {
    const staff = await findStaff(context, memberId, "memberId", true);
    const subject = { type: "staff" as const, id: staff.id };
    const before = await listWindows(context, subject);
    const windows = await setWindow(context, subject, window);
    context.note({ entityId: staff.id, before, after: windows });
    return { staffId: staff.id, staffName: staff.name, windows, outside: await outsideHours(context, subject) };
  },
});
