import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { resourceIdField } from "../resources/resource";
import { staffIdField } from "../staff/staff";
import { findSubject } from "./find-subject";
import { listWindows } from "./set-window";
import { windowView } from "./window";

export const getOpeningHours = defineOperation({
  name: "get_opening_hours",
  title: "Get opening hours",
  description:
    "Shows the company's weekly opening times and single days with other hours, with staffId when that person works, or with resourceId when that room or equipment can be used. No window at all means open all day, or working whenever the company is open.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ staffId: staffIdField.optional(), resourceId: resourceIdField.optional() }),
  output: z.object({ windows: z.array(windowView), timezone: z.string() }),
  renderType: "table",
  summary: ({ windows, timezone }) => `${countOf(windows.length, "window")} (${timezone})`,

  async run(context, whose) {
    const { timezone } = context.caller.workspace;
    const subject = await findSubject(context, whose);
    return { windows: await listWindows(context, subject), timezone };
  },
});
