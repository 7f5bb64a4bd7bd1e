import { useTranslations } from "next-intl";
import type { PublicPage, PublicService } from "@/lib/operations/public-booking/public-view";
import { type BookQuery, bookHref, lasting } from "./address";
import { Money } from "./money";

/** What can be booked, in the business's own order and headings. */
export function ServiceList({ page, query }: { page: PublicPage; query: BookQuery }) {
  const t = useTranslations("book");
  const groups = new Map<string | null, PublicService[]>();
  for (const service of page.services) {
    groups.set(service.category, [...(groups.get(service.category) ?? []), service]);
  }
  if (groups.size === 0) return <p className="text-ink-soft">{t("nothing")}</p>;
  return [...groups].map(([category, services]) => (
    <section key={category ?? ""} className="grid gap-3">
      {category && <h2 className="text-[15px] font-semibold">{category}</h2>}
      <ul className="grid gap-3">
        {services.map((service) => (
          <li key={service.id}>
            <ServiceCard service={service} href={bookHref(page.slug, [service.id], lasting(query))} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function ServiceCard({ service, href }: { service: PublicService; href: string }) {
  const t = useTranslations("book");
  return (
    <div className="relative grid gap-1 rounded-lg border bg-surface p-4 hover:border-line-strong">
      <h3 className="text-[15px] font-semibold">
        <a href={href} className="after:absolute after:inset-0 after:rounded-lg">
          {service.name}
        </a>
      </h3>
      <p className="text-[13px] text-ink-soft">
        {t("minutes", { minutes: service.durationMinutes })} ·{" "}
        <Money amount={service.price} currency={service.currency} />
        {service.type === "class" && ` · ${t("class")}`}
      </p>
      {service.description && <p className="max-w-prose text-[13px] whitespace-pre-line">{service.description}</p>}
      <p aria-hidden className="mt-1 text-[13px] font-medium text-jade">
        {t("seeTimes")} →
      </p>
    </div>
  );
}
