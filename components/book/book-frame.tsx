import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PublicPage } from "@/lib/operations/public-booking/public-view";
import { type BookQuery, bookHref, lasting } from "./address";

const languages = [
  { value: "en", label: "English" },
  { value: "zh-Hant", label: "繁體中文" },
];

interface Props {
  page: PublicPage;
  query: BookQuery;
  /** The steps of the address after the business. */
  steps?: readonly string[];
  title: ReactNode;
  lead?: ReactNode;
  /** Where one step back leads. */
  back?: { href: string; label: string };
  children?: ReactNode;
}

/** What every step of booking stands in: whose page it is, the way back, the language, and the foot. */
export function BookFrame({ page, query, steps = [], title, lead, back, children }: Props) {
  const t = useTranslations("book");
  return (
    <>
      <header className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 border-b pb-4">
        {page.logoVersion !== null && (
          // biome-ignore lint/performance/noImgElement: the image optimiser is off, and this picture is small
          <img
            src={`/book/${page.slug}/logo?v=${page.logoVersion}`}
            alt=""
            width={44}
            height={44}
            className="size-11 rounded-lg border bg-surface object-contain"
          />
        )}
        <div className="mr-auto min-w-0">
          <p className="truncate text-[15px] font-semibold" translate="no">
            {page.businessName}
          </p>
          {page.address && (
            <p className="text-[13px] text-ink-soft" translate="no">
              {page.address}
            </p>
          )}
        </div>
        <LanguageLinks slug={page.slug} steps={steps} query={query} />
      </header>
      <main id="content" className="grid content-start gap-6">
        <div className="grid justify-items-start gap-2">
          {back && (
            <a href={back.href} className="text-[13px] text-ink-soft underline underline-offset-2 hover:text-ink">
              ← {back.label}
            </a>
          )}
          <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
          {lead && <div className="max-w-prose whitespace-pre-line text-ink-soft">{lead}</div>}
        </div>
        {children}
      </main>
      <footer className="mt-10 border-t pt-4 text-xs text-ink-faint">{t("foot")}</footer>
    </>
  );
}

function LanguageLinks({ slug, steps, query }: { slug: string; steps: readonly string[]; query: BookQuery }) {
  const t = useTranslations("common");
  const current = useLocale();
  return (
    <nav aria-label={t("language")} className="flex gap-1 text-[13px]">
      {languages.map(({ value, label }) => (
        <a
          key={value}
          href={bookHref(slug, steps, { ...query, lang: value })}
          lang={value}
          hrefLang={value}
          translate="no"
          aria-current={value === current ? "true" : undefined}
          className="rounded-md px-2 py-1 text-ink-soft hover:bg-hover hover:text-ink aria-[current=true]:font-semibold aria-[current=true]:text-ink"
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

/** Back to the business's services. */
export const toServices = (page: PublicPage, query: BookQuery) => bookHref(page.slug, [], lasting(query));
