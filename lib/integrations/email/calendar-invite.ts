import "server-only";
import { calendarText, escapeText, quoted, stamp } from "@/lib/kernel/icalendar";
import { senderOf } from "./envelope";
import type { MailData } from "./templates/facts";
import type { Attachment } from "./transport";

/** How a mail's calendar entry changes the reader's calendar (RFC 5546); a template that is not here carries none. */
const METHODS: Record<string, "REQUEST" | "CANCEL"> = {
  booking_confirmation: "REQUEST",
  booking_moved: "REQUEST",
  booking_substituted: "REQUEST",
  booking_relocated: "REQUEST",
  booking_reminder: "REQUEST",
  booking_cancelled: "CANCEL",
};

/** The calendar entry of a booking mail: UID is the booking's id, SEQUENCE grows with every change. */
export function calendarInvite(template: string, data: MailData, stampedAt: Date): Attachment[] {
  const method = METHODS[template];
  if (!method || typeof data.bookingId !== "string") return [];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const organizer = /<([^>]+)>/.exec(senderOf())?.[1] ?? senderOf();
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//FavCRM//Bookings//EN",
    `METHOD:${method}`,
    "BEGIN:VEVENT",
    `UID:${data.bookingId}`,
    `SEQUENCE:${Number(data.sequence ?? 0)}`,
    `DTSTAMP:${stamp(stampedAt)}`,
    `DTSTART:${stamp(new Date(text(data.startsAt)))}`,
    `DTEND:${stamp(new Date(text(data.endsAt)))}`,
    `SUMMARY:${escapeText(`${text(data.serviceName)} · ${text(data.businessName)}`)}`,
    ...(data.resourceName ? [`LOCATION:${escapeText(text(data.resourceName))}`] : []),
    `ORGANIZER;CN=${quoted(text(data.businessName))}:mailto:${organizer}`,
    `ATTENDEE;CN=${quoted(text(data.customerName))};PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${text(data.attendee)}`,
    `STATUS:${method === "CANCEL" ? "CANCELLED" : data.isPending === true ? "TENTATIVE" : "CONFIRMED"}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return [
    {
      filename: "booking.ics",
      contentType: `text/calendar; charset=utf-8; method=${method}`,
      content: calendarText(lines),
    },
  ];
}
