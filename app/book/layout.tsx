import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { FrameHeight } from "@/components/book/frame-height";
import { SkipLink } from "@/components/site/skip-link";

export default async function BookLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  return (
    <div id="book" className="mx-auto w-full max-w-3xl px-4 pt-5 pb-10 sm:px-6">
      <SkipLink>{t("skipToContent")}</SkipLink>
      {children}
      <FrameHeight />
    </div>
  );
}
