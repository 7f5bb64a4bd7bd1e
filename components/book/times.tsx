import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PublicService, PublicSlot } from "@/lib/operations/public-booking/public-view";
import { type BookQuery, bookHref } from "./address";

export interface Day {
  date: string;
  slots: PublicSlot[];
}

interface Props {
  slug: string;
  service: PublicService;
  query: BookQuery;
  zone: string;
  hold: (form: FormData) => Promise<void>;
}

/** A plain date as its noon in UTC, to be named in UTC. */
const noon = (date: string) => new Date(`${date}T12:00:00Z`);

/** One day's heading and its times. */
export function DayTimes({ day, ...rest }: Props & { day: Day }) {
  const t = useTranslations("book");
  const format = useFormatter();
  const title = format.dateTime(noon(day.date), { dateStyle: "full", timeZone: "UTC" });
  return (
    <section className="grid gap-3" aria-label={title}>
      <h2 className="text-[15px] font-semibold">{title}</h2>
      {day.slots.length === 0 ? (
        <p className="text-ink-soft">{t("noTimes")}</p>
      ) : rest.service.type === "class" ? (
        <ClassDates date={day.date} slots={day.slots} {...rest} />
      ) : (
        <FreeStarts date={day.date} slots={day.slots} {...rest} />
      )}
    </section>
  );
}

/** Free starts of an appointment. Each is a button of one form: pressing it keeps the time while the visitor types. */
function FreeStarts({ slug, service, query, zone, hold, slots, date }: Props & { slots: PublicSlot[]; date: string }) {
  const format = useFormatter();
  return (
    <HoldForm {...{ slug, service, query, hold, date }}>
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-5">
        {slots.map(({ startTime }) => (
          <li key={startTime}>
            <button
              type="submit"
              name="start"
              value={startTime}
              className="h-11 w-full rounded-md border bg-surface font-medium tabular-nums hover:border-jade hover:bg-jade-soft"
            >
              {format.dateTime(new Date(startTime), { timeStyle: "short", timeZone: zone })}
            </button>
          </li>
        ))}
      </ul>
    </HoldForm>
  );
}

/** Buttons named `start` in it keep that time while its visitor types. */
function HoldForm({
  slug,
  service,
  query,
  hold,
  date,
  children,
}: Omit<Props, "zone"> & { date: string; children: ReactNode }) {
  return (
    <form action={hold}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="service" value={service.id} />
      <input type="hidden" name="zone" value={query.zone ?? ""} />
      <input type="hidden" name="lang" value={query.lang ?? ""} />
      <input type="hidden" name="staff" value={query.staff ?? ""} />
      <input type="hidden" name="day" value={date} />
      {query.addOns?.map((id) => (
        <input key={id} type="hidden" name="addOn" value={id} />
      ))}
      {children}
    </form>
  );
}

const wholeCard = "font-medium text-jade underline underline-offset-2 after:absolute after:inset-0";

/** Dates of a class with their places; pressing one keeps a place while its visitor types, a full one leads to its wait-list. */
function ClassDates({ slug, service, query, zone, hold, slots, date }: Props & { slots: PublicSlot[]; date: string }) {
  const t = useTranslations("book");
  const format = useFormatter();
  return (
    <HoldForm {...{ slug, service, query, hold, date }}>
      <ul className="grid gap-2">
        {slots.map((slot) => {
          const { startTime: start, available, remaining, staffName } = slot;
          const toWait = { ...query, day: undefined, from: undefined, start, mode: "wait" };
          return (
            <li
              key={start}
              className="relative flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border bg-surface px-4 py-3 hover:border-line-strong"
            >
              <span className="font-medium tabular-nums">
                {format.dateTime(new Date(start), { timeStyle: "short", timeZone: zone })}–
                {format.dateTime(new Date(slot.endTime), { timeStyle: "short", timeZone: zone })}
              </span>
              {staffName && <span translate="no">{staffName}</span>}
              <span className="mr-auto text-[13px] text-ink-soft">
                {available ? t("placesLeft", { count: remaining }) : t("full")}
              </span>
              {available ? (
                <button type="submit" name="start" value={start} className={wholeCard}>
                  {t("bookThis")}
                </button>
              ) : (
                <a href={bookHref(slug, [service.id, "details"], toWait)} className={wholeCard}>
                  {t("joinWaitlist")}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </HoldForm>
  );
}
