import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { outsideHours, outsideView, outsideWords } from "../opening-hours/outside-hours";
import { listWindows, setWindow, windowFields } from "../opening-hours/set-window";
import { windowView } from "../opening-hours/window";
import { readResource } from "./read-resource";
import { resourceIdField } from "./resource";

export const setResourceAvailability = defineOperation({
  name: "set_resource_availability",
  title: "Set resource availability",
  description:
    "Sets when a room or piece of equipment can be used: one window of a weekday or of one date. Without weekly windows of its own it can be used whenever the company is open. outside lists coming bookings of it that no longer fit; they stay.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ resourceId: resourceIdField, ...windowFields }),
  output: z.object({ resourceId: z.string(), windows: z.array(windowView), outside: outsideView }),
  renderType: "table",
  summary: ({ windows, outside }) => `${countOf(windows.length, "window")}${outsideWords(outside)}`,
  undo: { none: "Set the window of that day again; the audit row keeps what was there." },

  async run(context, { resourceId, ...window }) {
    await readResource(context, resourceId);
    const subject = { type: "resource" as const, id: resourceId };
    const before = await listWindows(context, subject);
    const windows = await setWindow(context, subject, window);
    context.note({ entityId: resourceId, before, after: windows });
    return { resourceId, windows, outside: await outsideHours(context, subject) };
  },
});
