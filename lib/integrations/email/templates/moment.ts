import type { MailLocale } from "./texts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NUMERIC = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

/**
 * An instant (Date or ISO-8601) as people write it, in a zone that is named; UTC when the zone is missing or unknown. Null
 * when it is no instant. Put together by hand, because the runtime's own wording changes with its version.
 */
export function momentIn(value: unknown, timezone: unknown, locale: MailLocale): string | null {
  const instant = value instanceof Date ? value : new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(instant.getTime())) return null;
  const zone = isTimezone(timezone) ? timezone : "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", { ...NUMERIC, timeZone: zone }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const time = `${part("hour")}:${part("minute")}`;
  if (locale === "zh-Hant") return `${part("year")}年${part("month")}月${part("day")}日 ${time}（${zone}）`;
  return `${part("day")} ${MONTHS[Number(part("month")) - 1]} ${part("year")}, ${time} (${zone})`;
}

function isTimezone(value: unknown): value is string {
  if (typeof value !== "string" || value === "") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
