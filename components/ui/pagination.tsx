import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonStyle } from "./button-style";

/** Links to the first and the following page of a list read with a cursor. */
export function Pagination({ firstHref, nextHref }: { firstHref?: string; nextHref?: string }) {
  const t = useTranslations("common");
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label={t("pages")} className="flex justify-end gap-2 border-t px-4 py-2.5">
      {firstHref && (
        <Link href={firstHref} className={buttonStyle({ size: "small" })}>
          {t("firstPage")}
        </Link>
      )}
      {nextHref && (
        <Link href={nextHref} className={buttonStyle({ size: "small" })} rel="next">
          {t("nextPage")}
        </Link>
      )}
    </nav>
  );
}
