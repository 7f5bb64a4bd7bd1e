import "server-only";
import { z } from "zod";
import { calendarUrl } from "@/lib/auth/calendar-links";
import { defineOperation } from "@/lib/kernel/operation";
import { CALENDAR_INSTRUCTIONS, calendarLinkView } from "./calendar-link";
import { findStaff } from "./find-staff";
import { staffIdField } from "./staff";

export const rotateStaffCalendarLink = defineOperation({
  name: "rotate_staff_calendar_link",
  title: "Rotate staff calendar link",
  description:
    "Makes a new secret address for a person's calendar and ends the old one at once: use it when the old address was seen by others. Every calendar program must then subscribe to the new one.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  input: z.strictObject({ staffId: staffIdField }),
  output: calendarLinkView,
  renderType: "link",
  summary: ({ name }) => `The calendar of ${name} has a new address; the old one is dead`,
  undo: { none: "An address that was ended stays ended; subscribe to the new one." },

  async run(context, { staffId }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const { id, name } = await findStaff(context, staffId, "staffId", true);
    const { calendarVersion } = await db.staffMember.update({
      where: { organisationId_companyId_id: { organisationId, companyId, id } },
      data: { calendarVersion: { increment: 1 } },
      select: { calendarVersion: true },
    });
    note({ entityId: id, after: { calendarVersion } });
    const url = calendarUrl({ organisationId, staffId: id, version: calendarVersion });
    return { staffId: id, name, url, instructions: CALENDAR_INSTRUCTIONS };
  },
});
