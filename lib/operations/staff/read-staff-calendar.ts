import "server-only";
import { z } from "zod";
import { readCalendarToken } from "@/lib/auth/calendar-links";
import { limitUse } from "@/lib/auth/limits";
import { OperationError } from "@/lib/kernel/errors";
import { calendarText, escapeText, stamp } from "@/lib/kernel/icalendar";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { type CalendarEntry, entriesOf } from "./calendar-entries";

const READS_A_MINUTE = 60;

export const readStaffCalendar = defineSystemOperation({
  name: "read_staff_calendar",
  title: "Read a staff calendar by its link",
  description: "Gives calendar programs the bookings and classes of the person whose secret address they subscribe to.",
  area: "bookings",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({
    token: z
      .string()
      .min(20)
      .max(300)
      .meta({
        description: "The last part of the address, without .ics.",
        examples: ["org_0OaZ.mem_0OaZ.0.signature"],
        secret: true,
      }),
  }),
  output: z.object({ text: z.string(), entries: z.int() }),
  renderType: "text",
  summary: ({ entries }) => `Calendar with ${entries} entries`,

  admit: ({ caller }) => limitUse("calendar-feed", caller.ip ?? "unknown", READS_A_MINUTE, 60),

  async run({ system, note }, { token }) {
    const linked = readCalendarToken(token);
    const staff =
      linked &&
      (await system.staffMember.findFirst({
        where: {
          organisationId: linked.organisationId,
          id: linked.staffId,
          calendarVersion: linked.version,
          archivedAt: null,
        },
      }));
    const organisation =
      staff && (await system.organisation.findFirst({ where: { id: staff.organisationId, deletedAt: null } }));
    const company =
      organisation &&
      (await system.company.findFirst({ where: { organisationId: organisation.id, id: staff.companyId } }));
    if (!company) {
      throw new OperationError("not_found", {
        message: "token: this address opens no calendar",
        hint: "Ask the business for the new address.",
        details: { field: "token" },
      });
    }
    note({ organisationId: staff.organisationId });
    const entries = await entriesOf(system, staff, company.timezone);
    const name = `${staff.name} · ${company.name}`;
    return { text: calendarText(calendarLines(name, company.timezone, entries)), entries: entries.length };
  },
});

function calendarLines(name: string, timezone: string, entries: readonly CalendarEntry[]): string[] {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//FavCRM//Staff calendar//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    `X-WR-TIMEZONE:${timezone}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ...entries.flatMap(entryLines),
    "END:VCALENDAR",
  ];
}

function entryLines({
  id,
  sequence,
  changedAt,
  start,
  end,
  title,
  detail,
  place,
  isTentative,
}: CalendarEntry): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${id}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamp(changedAt)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(end)}`,
    `SUMMARY:${escapeText(title)}`,
    ...(detail ? [`DESCRIPTION:${escapeText(detail)}`] : []),
    ...(place ? [`LOCATION:${escapeText(place)}`] : []),
    `STATUS:${isTentative ? "TENTATIVE" : "CONFIRMED"}`,
    "END:VEVENT",
  ];
}
