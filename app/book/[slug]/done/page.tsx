import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BookFrame, toServices } from "@/components/book/book-frame";
import { Facts } from "@/components/book/facts";
import { When } from "@/components/book/when";
import { readLinkedBooking } from "@/lib/operations/bookings/read-linked-booking";
import { attempt } from "@/lib/surfaces/portal/call";
import { pageAt } from "../../page-data";
import { readQuery, type SearchParams } from "../../query";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("book");
  const page = await pageAt((await params).slug);
  return { title: { absolute: `${t("doneTitle")} · ${page.businessName}` }, robots: { index: false, follow: false } };
}

export default async function Page({ params, searchParams }: Props) {
  const [page, query, t] = await Promise.all([
    params.then(({ slug }) => pageAt(slug)),
    readQuery(searchParams),
    getTranslations("book"),
  ]);
  const { token, start, mode } = query;
  const zone = query.zone ?? page.timezone;
  const again = { href: toServices(page, query), label: t("bookAnother") };
  const outcome = token ? await attempt(readLinkedBooking, { token }) : undefined;
  // A link of another business's booking shows nothing under this one's name.
  if (outcome?.ok && outcome.answer.data.businessName === page.businessName) {
    const { data } = outcome.answer;
    const isPending = data.status === "pending";
    return (
      <BookFrame
        page={page}
        query={query}
        steps={["done"]}
        title={isPending ? t("pendingTitle") : t("doneTitle")}
        lead={isPending ? t("pendingLead") : t("doneLead")}
        back={again}
      >
        <Facts
          rows={[
            [t("what"), data.serviceName],
            [
              t("when"),
              <When key="when" start={data.startTime} end={data.endTime} zone={zone} business={page.timezone} />,
            ],
            [t("with"), data.staffName],
            [t("where"), page.address],
          ]}
        />
        <p>
          <a href={`/b/${token}`} target="_top" className="font-medium text-jade underline underline-offset-2">
            {t("manage")}
          </a>
        </p>
      </BookFrame>
    );
  }
  const isWaiting = mode === "waiting";
  return (
    <BookFrame
      page={page}
      query={query}
      steps={["done"]}
      title={isWaiting ? t("waitingTitle") : t("mailedTitle")}
      lead={isWaiting ? t("waitingLead") : t("mailedLead")}
      back={again}
    >
      {start && <Facts rows={[[t("when"), <When key="when" start={start} zone={zone} business={page.timezone} />]]} />}
    </BookFrame>
  );
}
