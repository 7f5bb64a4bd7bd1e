import "server-only";
import { z } from "zod";
import { calendarUrl } from "@/lib/auth/calendar-links";
import { defineOperation } from "@/lib/kernel/operation";
import { CALENDAR_INSTRUCTIONS, calendarLinkView } from "./calendar-link";
import { findStaff } from "./find-staff";
import { staffIdField } from "./staff";

export const getStaffCalendarLink = defineOperation({
  name: "get_staff_calendar_link",
  title: "Get staff calendar link",
  description:
    "Gives the secret address under which a person subscribes to their bookings and classes in Google, Apple or Outlook calendars. It shows names and times, no contact details. When it fell into wrong hands: rotate_staff_calendar_link.",
  area: "bookings",
  effect: "read",
  scopes: ["bookings:read"],
  input: z.strictObject({ staffId: staffIdField }),
  output: calendarLinkView,
  renderType: "link",
  summary: ({ name }) => `The calendar of ${name} can be subscribed to`,

  async run(context, { staffId }) {
    const { organisationId } = context.caller.workspace;
    const staff = await findStaff(context, staffId);
    const url = calendarUrl({ organisationId, staffId: staff.id, version: staff.calendarVersion });
    return { staffId: staff.id, name: staff.name, url, instructions: CALENDAR_INSTRUCTIONS };
  },
});
