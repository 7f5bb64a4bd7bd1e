import { type Instant, localDate, localDay } from "./local-time";

/** Guests of a class just after midnight arrive on the evening before. */
const AT_LEAST_AHEAD_MS = 2 * 3_600_000;

/** When an arrival can be noted at the earliest: on the local day of the visit, and always two hours before it begins. */
export function checkInOpensAt(start: Instant, timezone: string): Instant {
  return Math.min(localDay(localDate(start, timezone), timezone).startOf(0), start - AT_LEAST_AHEAD_MS);
}
