import { useTranslations } from "next-intl";
import { Brand } from "@/components/ui/brand";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 px-6">
      <Brand className="size-9" />
      <h1 className="text-2xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="text-ink-soft">{t("notFoundBody")}</p>
      <ButtonLink href="/">{t("toStart")}</ButtonLink>
    </main>
  );
}
