import { localDate, localDay } from "../bookings/local-time";

const DAY_END_MINUTE = 1_440;
/** Clocks of callers are off by this much at most. */
const SKEW_MS = 300_000;

interface Answer {
  status: string;
  occurredAt: Date;
}

/**
 * The moment at which an answer was given; null when it lies in the future. A bare day is the company's: nobody knows the
 * hour, so a withdrawal counts from the day's end and a grant from its beginning, and on one day the withdrawal wins.
 */
export function saidWhen(text: string | undefined, status: string, timezone: string, now = new Date()): Date | null {
  if (text === undefined) return now;
  const isDay = /^[\d-]{10}$/.test(text);
  const isAhead = isDay ? text > localDate(now.getTime(), timezone) : Date.parse(text) > now.getTime() + SKEW_MS;
  if (isAhead) return null;
  return new Date(Math.min(isDay ? edgeOf(text, status, timezone) : Date.parse(text), now.getTime()));
}

function edgeOf(date: string, status: string, timezone: string): number {
  const day = localDay(date, timezone);
  return status === "withdrawn" ? day.endOf(DAY_END_MINUTE) - 1 : day.startOf(0);
}

/** Whether an answer counts from now on, beside the one that counted so far. Of two at the same moment a withdrawal wins. */
export function supersedes(next: Answer, current: Answer | null): boolean {
  if (current === null || next.occurredAt > current.occurredAt) return true;
  const isSameMoment = next.occurredAt.getTime() === current.occurredAt.getTime();
  return isSameMoment && (next.status === "withdrawn" || current.status === "granted");
}
