import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { sign } from "./secret";

const PURPOSE = "calendar-feed";

/** Whose calendar a link opens. A link of an older version opens nothing any more. */
export interface LinkedCalendar {
  organisationId: string;
  staffId: string;
  version: number;
}

function signatureOf({ organisationId, staffId, version }: LinkedCalendar): string {
  return sign(PURPOSE, `${organisationId}.${staffId}.${version}`).toString("base64url");
}

/** The address that calendar programs subscribe to. Whoever knows it sees that person's calendar and can change nothing. */
export function calendarUrl(calendar: LinkedCalendar): string {
  const { organisationId, staffId, version } = calendar;
  return `${env().appUrl}/api/calendar/${organisationId}.${staffId}.${version}.${signatureOf(calendar)}.ics`;
}

/** The calendar that a token names, or null when the signature does not fit. */
export function readCalendarToken(token: string): LinkedCalendar | null {
  const [organisationId, staffId, version, signature, ...rest] = token.split(".");
  if (!organisationId || !staffId || !version || !signature || rest.length > 0 || !/^\d{1,9}$/.test(version))
    return null;
  const calendar = { organisationId, staffId, version: Number(version) };
  const [expected, given] = [Buffer.from(signatureOf(calendar)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given) ? calendar : null;
}
