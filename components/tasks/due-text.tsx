import { useFormatter, useTranslations } from "next-intl";
import { daysBetween, dueParts } from "./due";

const words = { "-1": "yesterday", "0": "todayWord", "1": "tomorrow" } as const;

/** When a task is due, in words where that is shorter, in the company's time zone. */
export function DueText({ dueDate, today }: { dueDate: string; today: string }) {
  const t = useTranslations("tasks");
  const format = useFormatter();
  const { day, time } = dueParts(dueDate);
  // The text is local already: it is shown as it stands.
  const moment = new Date(`${day}T${time || "00:00"}:00Z`);
  const word = words[String(daysBetween(today, day)) as keyof typeof words];
  const dayText = word
    ? t(word)
    : format.dateTime(moment, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const timeText = time && format.dateTime(moment, { timeStyle: "short", timeZone: "UTC" });
  return (
    <time dateTime={dueDate} className="whitespace-nowrap" translate={word ? undefined : "no"}>
      {timeText ? `${dayText}, ${timeText}` : dayText}
    </time>
  );
}
