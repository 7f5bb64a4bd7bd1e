import { z } from "zod";

export const calendarLinkView = z.object({
  staffId: z.string(),
  name: z.string(),
  /** Secret: whoever has it reads the calendar. */
  url: z.string().meta({ secret: true }),
  instructions: z.string(),
});

export const CALENDAR_INSTRUCTIONS =
  "Give the address to this person only. In Google Calendar: Other calendars, From URL; in Apple Calendar: File, New Calendar Subscription; in Outlook: Add calendar, Subscribe from web. Calendar programs look for news every few hours.";
