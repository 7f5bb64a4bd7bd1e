import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";

/** What stands where a page was looked for and not found. */
export function NothingHere({ href }: { href: string }) {
  const t = useTranslations("common");
  return (
    <div className="mx-auto grid w-full max-w-md flex-1 content-center justify-items-start gap-4 px-6 py-20">
      <h1 className="text-2xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="text-ink-soft">{t("notFoundBody")}</p>
      <ButtonLink href={href}>{t("toStart")}</ButtonLink>
    </div>
  );
}
