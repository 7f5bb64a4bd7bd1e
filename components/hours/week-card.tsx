import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { WEEKDAYS } from "@/lib/operations/opening-hours/window";
import { WeekEditor } from "./week-editor";

type Window = {
  weekday: (typeof WEEKDAYS)[number] | null;
  date: string | null;
  startTime: string;
  endTime: string;
  type: string;
};

type Props = {
  title: ReactNode;
  description: ReactNode;
  windows: Window[];
  action?: FormAction;
  hidden?: Record<string, string>;
};

/** Monday first, as people read a week. */
const DAYS = [...WEEKDAYS.slice(1), ...WEEKDAYS.slice(0, 1)];

/** A time input has no 24:00; midnight as an end is 00:00 there. */
const shown = (time: string) => (time === "24:00" ? "00:00" : time);

/** Weekly hours of the company, a person or a room, with single days and breaks that the form does not change listed below. */
export function WeekCard({ title, description, windows, action, hidden }: Props) {
  const t = useTranslations("hours");
  const weekly = windows.filter(({ date, type }) => date === null && type === "available");
  const others = windows.filter((window) => !weekly.includes(window));
  const week = DAYS.map((day) => ({
    day,
    label: t(`day.${day}`),
    spans: weekly
      .filter(({ weekday }) => weekday === day)
      .map(({ startTime, endTime }) => ({ open: shown(startTime), close: shown(endTime) })),
  }));
  const words = {
    open: t("open"),
    close: t("close"),
    to: t("until"),
    save: t("saveWeek"),
    first: t("first"),
    second: t("second"),
  };
  return (
    <Card title={title} description={description}>
      <CardBody className="grid gap-4">
        {weekly.length === 0 && <p className="text-[13px] text-ink-soft">{t("noWeek")}</p>}
        {action ? (
          <WeekEditor {...{ action, week, words, hidden }} />
        ) : (
          <dl className="grid grid-cols-[7rem_1fr] gap-y-1 text-[13px]">
            {week.map(({ day, label, spans }) => (
              <div key={day} className="contents">
                <dt>{label}</dt>
                <dd translate="no">{spans.map(({ open, close }) => `${open}–${close}`).join(", ") || "–"}</dd>
              </div>
            ))}
          </dl>
        )}
        {others.length > 0 && (
          <ul className="grid gap-1 text-[13px] text-ink-soft" aria-label={t("singleDays")}>
            {others.map((window) => (
              <li key={`${window.date}${window.weekday}${window.startTime}${window.type}`}>
                {window.date ? <span translate="no">{window.date}</span> : window.weekday && t(`day.${window.weekday}`)}{" "}
                <span translate="no">
                  {window.startTime}–{window.endTime}
                </span>{" "}
                {window.type === "unavailable" && t("break")}
              </li>
            ))}
          </ul>
        )}
      </CardBody>
    </Card>
  );
}
