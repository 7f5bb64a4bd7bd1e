import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BookFrame } from "@/components/book/book-frame";
import { ServiceList } from "@/components/book/service-list";
import { VisitorZone } from "@/components/book/visitor-zone";
import { env } from "@/lib/env";
import { pageAt } from "../page-data";
import { readQuery, type SearchParams } from "../query";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await pageAt((await params).slug);
  const t = await getTranslations("book");
  const services = page.services
    .slice(0, 5)
    .map(({ name }) => name)
    .join(", ");
  return {
    title: { absolute: t("pageTitle", { business: page.businessName }) },
    description: page.welcome ?? t("pageDescription", { business: page.businessName, services }),
    alternates: { canonical: `${env().appUrl}/book/${page.slug}` },
    robots: { index: page.isOn, follow: false },
  };
}

export default async function Page({ params, searchParams }: Props) {
  const [page, query, t] = await Promise.all([
    params.then(({ slug }) => pageAt(slug)),
    readQuery(searchParams),
    getTranslations("book"),
  ]);
  if (!page.isOn) {
    return (
      <BookFrame page={page} query={query} title={t("offTitle")} lead={t("offBody", { business: page.businessName })} />
    );
  }
  return (
    <BookFrame page={page} query={query} title={t("title")} lead={page.welcome}>
      <ServiceList page={page} query={query} />
      <VisitorZone shown={query.zone ?? page.timezone} />
    </BookFrame>
  );
}
