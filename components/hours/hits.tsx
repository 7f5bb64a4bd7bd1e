import Link from "next/link";
import { useTranslations } from "next-intl";

export type Hits = {
  bookings: {
    bookingId: string;
    customerName: string;
    serviceName: string;
    staffName: string | null;
    localStart: string;
  }[];
  classes: { occurrenceId: string; serviceName: string; localStart: string; booked: number }[];
};

/** What a closed time hits, each with the way to it. */
export function HitList({ hits }: { hits: Hits }) {
  const t = useTranslations("hours");
  if (hits.bookings.length + hits.classes.length === 0)
    return <p className="text-[13px] text-ink-soft">{t("noHits")}</p>;
  return (
    <ul className="grid gap-1 text-[13px]">
      {hits.bookings.map((hit) => (
        <li key={hit.bookingId} translate="no">
          <Link href={`/bookings/${hit.bookingId}`} className="underline underline-offset-2">
            {hit.localStart}
          </Link>{" "}
          {[hit.customerName, hit.serviceName, hit.staffName].filter(Boolean).join(" · ")}
        </li>
      ))}
      {hits.classes.map((hit) => (
        <li key={hit.occurrenceId}>
          {hit.booked > 0 ? (
            <Link href={`/calendar/${hit.occurrenceId}`} className="underline underline-offset-2" translate="no">
              {hit.localStart}
            </Link>
          ) : (
            <span translate="no">{hit.localStart}</span>
          )}{" "}
          <span translate="no">{hit.serviceName}</span> {t("classBooked", { count: hit.booked })}
        </li>
      ))}
    </ul>
  );
}
