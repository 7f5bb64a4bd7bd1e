import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { bookHref, lasting } from "@/components/book/address";
import { BookForm } from "@/components/book/book-form";
import { BookFrame } from "@/components/book/book-frame";
import { DetailsFields } from "@/components/book/details-fields";
import { Facts } from "@/components/book/facts";
import { Money } from "@/components/book/money";
import { When } from "@/components/book/when";
import { readPublicSlot } from "@/lib/operations/public-booking/read-public-slot";
import { attempt } from "@/lib/surfaces/portal/call";
import { book } from "../../../actions";
import { pageAt, shown } from "../../../page-data";
import { readQuery, type SearchParams } from "../../../query";

type Props = { params: Promise<{ slug: string; service: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("book");
  const page = await pageAt((await params).slug);
  return { title: { absolute: `${t("yourDetails")} · ${page.businessName}` }, robots: { index: false, follow: false } };
}

export default async function Page({ params, searchParams }: Props) {
  const { slug, service: id } = await params;
  const [page, query, t, format] = await Promise.all([
    pageAt(slug),
    readQuery(searchParams),
    getTranslations("book"),
    getFormatter(),
  ]);
  const { start, staff, addOns = [], mode, hold, until, lang, zone: chosenZone } = query;
  if (!page.isOn) redirect(bookHref(page.slug, [], lasting(query)));
  if (!start) redirect(bookHref(page.slug, [id], lasting(query)));
  const wish = { slug, serviceId: id, start, staffId: staff, addOnIds: [...addOns], holdId: hold };
  const slot = shown(await attempt(readPublicSlot, wish));
  const zone = chosenZone ?? page.timezone;
  // A class that filled up meanwhile is waited for; one that has room again is booked.
  const isWaiting = slot.occurrenceId !== null && slot.remaining === 0;
  const price = <Money amount={slot.price} currency={slot.service.currency} />;
  const timesHref = bookHref(page.slug, [id], { ...lasting(query), staff, addOns });
  return (
    <BookFrame
      page={page}
      query={query}
      steps={[id, "details"]}
      title={isWaiting ? t("waitTitle") : t("yourDetails")}
      lead={isWaiting ? t("waitLead") : mode === "wait" ? t("roomAgain") : undefined}
      back={{ href: timesHref, label: t("otherTime") }}
    >
      <Facts
        rows={[
          [t("what"), [slot.service.name, ...slot.addOns.map(({ name }) => name)].join(" + ")],
          [
            t("when"),
            <When key="when" start={slot.startTime} end={slot.endTime} zone={zone} business={page.timezone} />,
          ],
          [t("with"), slot.staffName],
          [slot.mostParticipants > 1 ? t("priceEach") : t("price"), price],
        ]}
      />
      {until && (
        <p className="text-[13px] text-ink-soft">
          {t("heldUntil", { time: format.dateTime(new Date(until), { timeStyle: "short", timeZone: zone }) })}
        </p>
      )}
      <BookForm action={book} submit={isWaiting ? t("joinWaitlist") : t("book")}>
        <DetailsFields
          hidden={{
            slug: page.slug,
            service: id,
            start,
            staff,
            hold,
            lang,
            zone: chosenZone,
            shownZone: zone,
            occurrence: isWaiting ? (slot.occurrenceId ?? undefined) : undefined,
            formToken: slot.formToken,
          }}
          addOns={addOns}
          mostParticipants={slot.mostParticipants}
          businessName={page.businessName}
          isWaiting={isWaiting}
        />
      </BookForm>
    </BookFrame>
  );
}
