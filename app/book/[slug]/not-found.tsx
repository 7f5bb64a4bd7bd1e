import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("book");
  return (
    <main id="content" className="grid justify-items-start gap-3 py-16">
      <title>{t("notFoundTitle")}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="max-w-prose text-ink-soft">{t("notFoundBody")}</p>
    </main>
  );
}
