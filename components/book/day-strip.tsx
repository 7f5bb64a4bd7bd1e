import { useFormatter, useTranslations } from "next-intl";
import { type BookQuery, bookHref } from "./address";
import type { Day } from "./times";

interface Props {
  slug: string;
  serviceId: string;
  query: BookQuery;
  days: readonly Day[];
  /** Null when every day is listed below anyway. */
  chosen: string | null;
  from: string;
  earlier: string | null;
  later: string | null;
}

/** The days as links: which have free times is said in words, not by colour alone. */
export function DayStrip({ slug, serviceId, query, days, chosen, from, earlier, later }: Props) {
  const t = useTranslations("book");
  const format = useFormatter();
  const hrefOf = (change: BookQuery) => bookHref(slug, [serviceId], { ...query, refused: undefined, ...change });
  const [first, last] = [days[0]?.date ?? from, days.at(-1)?.date ?? from].map((date) => new Date(`${date}T12:00:00Z`));
  return (
    <nav aria-label={t("days")} className="grid gap-2">
      <div className="flex items-center justify-between gap-2 text-[13px]">
        {earlier ? (
          <a href={hrefOf({ from: earlier, day: earlier })} className="underline underline-offset-2">
            ← {t("earlier")}
          </a>
        ) : (
          <span />
        )}
        <p className="font-medium">
          {first && last && format.dateTimeRange(first, last, { dateStyle: "medium", timeZone: "UTC" })}
        </p>
        {later ? (
          <a href={hrefOf({ from: later, day: later })} className="underline underline-offset-2">
            {t("later")} →
          </a>
        ) : (
          <span />
        )}
      </div>
      {chosen !== null && (
        <ul className="grid grid-cols-7 gap-1 sm:gap-2">
          {days.map(({ date, slots }) => (
            <li key={date}>
              <DayLink date={date} free={slots.length} isChosen={date === chosen} href={hrefOf({ from, day: date })} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

type LinkProps = { date: string; free: number; isChosen: boolean; href: string };

function DayLink({ date, free, isChosen, href }: LinkProps) {
  const t = useTranslations("book");
  const format = useFormatter();
  const at = new Date(`${date}T12:00:00Z`);
  return (
    <a
      href={href}
      aria-current={isChosen ? "date" : undefined}
      className="grid min-h-16 content-center justify-items-center rounded-md border bg-surface py-1.5 hover:bg-hover aria-[current=date]:border-jade aria-[current=date]:bg-jade-soft"
    >
      <span className="text-xs text-ink-soft">{format.dateTime(at, { weekday: "short", timeZone: "UTC" })}</span>
      <span className={free > 0 ? "font-semibold" : "text-ink-faint"}>
        {format.dateTime(at, { day: "numeric", timeZone: "UTC" })}
      </span>
      <span className="text-[11px] leading-tight text-ink-soft">
        <span aria-hidden>{free > 0 ? free : "–"}</span>
        <span className="sr-only">{t("timesThatDay", { count: free })}</span>
      </span>
    </a>
  );
}
