import Link from "next/link";
import { useTranslations } from "next-intl";

/** The foot of every public page. */
export function SiteFooter() {
  const t = useTranslations("landing.footer");
  const links = [
    ["/connect", t("connect")],
    ["/docs", t("docs")],
    ["/docs/tools", t("tools")],
    ["/docs/leaks", t("leaks")],
    ["/leaked", t("reportLeak")],
    ["/llms.txt", "llms.txt"],
  ] as const;
  return (
    <footer className="mt-auto border-t">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-5 gap-y-2 px-4 py-6 text-[13px] text-ink-soft sm:px-8">
        <p className="mr-auto">{t("line")}</p>
        <nav aria-label={t("label")} className="flex flex-wrap gap-x-5 gap-y-2">
          {links.map(([href, label]) => (
            <Link
              key={href}
              href={href}
              prefetch={false}
              translate={href === "/llms.txt" ? "no" : undefined}
              className="hover:text-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
      </div>
    </footer>
  );
}
