import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { findStaff } from "../staff/find-staff";
import { staffIdField } from "../staff/staff";
import { listWindows } from "./set-window";
import { windowView } from "./window";

export const getOpeningHours = defineOperation({
  name: "get_opening_hours",
  title: "Get opening hours",
  description:
    "Shows the company's weekly opening times and single days with other hours, or with staffId when that person works. No window at all means open all day, or working whenever the company is open.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ staffId: staffIdField.optional() }),
  output: z.object({ windows: z.array(windowView), timezone: z.string() }),
  renderType: "table",
  summary: ({ windows, timezone }) => `${countOf(windows.length, "window")} (${timezone})`,

  async run(context, { staffId }) {
    const { companyId, timezone } = context.caller.workspace;
    const subject = staffId
      ? { type: "staff" as const, id: (await findStaff(context, staffId)).id }
      : { type: "company" as const, id: companyId };
    return { windows: await listWindows(context, subject), timezone };
  },
});
