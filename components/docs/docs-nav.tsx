import Link from "next/link";
import { useTranslations } from "next-intl";

const pages = [
  { href: "/docs", key: "start" },
  { href: "/docs/tools", key: "tools" },
  { href: "/docs/leaks", key: "leaks" },
] as const;

/** The list of documentation pages beside (on narrow screens above) the text. */
export function DocsNav({ current }: { current: string }) {
  const t = useTranslations("docs.nav");
  return (
    <nav aria-label={t("label")} className="flex gap-1 overflow-x-auto lg:grid lg:content-start">
      {pages.map((page) => (
        <Link
          key={page.href}
          href={page.href}
          aria-current={page.href === current ? "page" : undefined}
          className="rounded-md px-2.5 py-1.5 whitespace-nowrap text-ink-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          {t(page.key)}
        </Link>
      ))}
    </nav>
  );
}
