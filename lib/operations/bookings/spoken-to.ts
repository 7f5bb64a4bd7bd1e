import { spoken } from "./booking";
import { dayOfWeek, type Instant, wallTime } from "./local-time";

const CHINESE_WEEKDAYS = "日一二三四五六";

export const isChinese = (language: string) => language.toLowerCase().startsWith("zh");

/** A moment with weekday and zone, as a message to a customer says it in their language. */
export function spokenTo(language: string, at: Instant, timezone: string): string {
  if (!isChinese(language)) return `${spoken(at, timezone)} (${timezone})`;
  const wall = wallTime(at, timezone);
  const [year, month, day] = wall.slice(0, 10).split("-").map(Number);
  const weekday = CHINESE_WEEKDAYS[dayOfWeek(wall.slice(0, 10))];
  return `${year}年${month}月${day}日（星期${weekday}）${wall.slice(11)}（${chineseZone(at, timezone)}）`;
}

/** `香港標準時間`; the zone's own name where Chinese has none. */
function chineseZone(at: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("zh-Hant-HK", { timeZone, timeZoneName: "longGeneric" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  return /\p{Script=Han}/u.test(name) ? name : timeZone;
}
