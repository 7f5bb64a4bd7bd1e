import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { bookHref, lasting } from "@/components/book/address";
import { BookFrame, toServices } from "@/components/book/book-frame";
import { AddOnChoice, StaffChoice } from "@/components/book/choices";
import { DayStrip } from "@/components/book/day-strip";
import { Money } from "@/components/book/money";
import { DayTimes } from "@/components/book/times";
import { VisitorZone } from "@/components/book/visitor-zone";
import { ZoneChoice } from "@/components/book/zone-choice";
import { Alert } from "@/components/ui/alert";
import { addDays } from "@/lib/operations/bookings/local-time";
import { readPublicSlots } from "@/lib/operations/public-booking/read-public-slots";
import { attempt } from "@/lib/surfaces/portal/call";
import { timezoneChoices } from "@/lib/surfaces/portal/choices";
import { hold } from "../../actions";
import { pageAt, shown } from "../../page-data";
import { readQuery, type SearchParams } from "../../query";
import { refusalText } from "../../refusal-text";

type Props = { params: Promise<{ slug: string; service: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, service: id } = await params;
  const page = await pageAt(slug);
  const service = page.services.find((each) => each.id === id);
  return {
    title: { absolute: [service?.name, page.businessName].filter(Boolean).join(" · ") },
    description: service?.description ?? undefined,
    robots: { index: page.isOn, follow: false },
  };
}

/** How many days are shown at once. */
const DAYS = { week: 7, month: 28, list: 14 };

export default async function Page({ params, searchParams }: Props) {
  const { slug, service: id } = await params;
  const [page, query, t] = await Promise.all([pageAt(slug), readQuery(searchParams), getTranslations("book")]);
  if (!page.isOn) redirect(bookHref(page.slug, [], lasting(query)));
  const service = page.services.find((each) => each.id === id) ?? notFound();
  const style = service.type === "class" && page.calendarStyle === "week" ? "list" : page.calendarStyle;
  const zone = query.zone ?? page.timezone;
  const look = { slug, serviceId: id, staffId: query.staff, addOnIds: [...(query.addOns ?? [])], zone };
  const found = shown(await attempt(readPublicSlots, { ...look, from: query.from, days: DAYS[style] }));
  const { from, days, today, lastDate } = found;
  const chosen = days.find(({ date }) => date === query.day) ?? days.find(({ slots }) => slots.length > 0) ?? days[0];
  const [, before = today] = [addDays(from, -DAYS[style]), today].sort();
  const later = addDays(from, DAYS[style]);
  const listed = style === "list" ? days.filter(({ slots }) => slots.length > 0) : chosen ? [chosen] : [];
  const common = { slug: page.slug, service, query };
  return (
    <BookFrame
      page={page}
      query={query}
      steps={[id]}
      title={service.name}
      lead={service.description}
      back={{ href: toServices(page, query), label: t("allServices") }}
    >
      <p className="-mt-4 text-ink-soft">
        {t("minutes", { minutes: service.durationMinutes })} ·{" "}
        <Money amount={service.price} currency={service.currency} />
      </p>
      {query.refused && <Alert tone="danger">{await refusalText(query.refused)}</Alert>}
      <StaffChoice {...common} />
      <AddOnChoice {...common} />
      <ZoneChoice
        slug={page.slug}
        serviceId={id}
        query={query}
        shown={zone}
        business={page.timezone}
        zones={timezoneChoices()}
      />
      <DayStrip
        slug={page.slug}
        serviceId={id}
        query={query}
        days={days}
        chosen={style === "list" ? null : (chosen?.date ?? "")}
        from={from}
        earlier={from > today ? before : null}
        later={later <= lastDate ? later : null}
      />
      {listed.map((day) => (
        <DayTimes key={day.date} day={day} zone={zone} hold={hold} {...common} />
      ))}
      {listed.length === 0 && <p className="text-ink-soft">{t("noTimesAtAll")}</p>}
      <VisitorZone shown={zone} />
    </BookFrame>
  );
}
