import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/appearance-actions";
import { AppearanceMenu } from "@/components/site/appearance-menu";
import { SiteHeader } from "@/components/site/site-header";
import { SkipLink } from "@/components/site/skip-link";
import { themeCookie } from "@/lib/surfaces/portal/locales";
import { isSignedIn as askSignedIn } from "@/lib/surfaces/portal/visitor";

/** What stands around every page outside the portal: the header, and a foot where there is one. */
export async function SiteFrame({ children, footer }: { children: ReactNode; footer?: ReactNode }) {
  const t = await getTranslations("common");
  const isSignedIn = await askSignedIn();
  const theme = (await cookies()).get(themeCookie)?.value ?? "system";
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink>{t("skipToContent")}</SkipLink>
      <SiteHeader isSignedIn={isSignedIn} appearance={<AppearanceMenu {...{ theme, chooseLocale, chooseTheme }} />} />
      <main id="content" className="flex flex-1 flex-col">
        {children}
      </main>
      {footer}
    </div>
  );
}
