import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Brand } from "@/components/ui/brand";
import { ButtonLink } from "@/components/ui/button";

/** The top of every public page. `appearance` is the language and theme menu. */
export function SiteHeader({ appearance, isSignedIn }: { appearance: ReactNode; isSignedIn: boolean }) {
  const t = useTranslations("common");
  const linkStyle = "rounded-md px-2.5 py-1.5 text-ink-soft hover:bg-hover hover:text-ink";
  return (
    <header className="mx-auto flex w-full max-w-6xl items-center gap-1 px-4 py-3 sm:px-8">
      <Link href="/" className="mr-auto flex items-center gap-2 rounded-md text-[15px] font-semibold tracking-tight">
        <Brand /> <span translate="no">FavCRM</span>
      </Link>
      <nav aria-label={t("mainMenu")} className="hidden items-center sm:flex">
        <Link href="/connect" className={linkStyle}>
          {t("connect")}
        </Link>
        <Link href="/docs" className={linkStyle}>
          {t("docs")}
        </Link>
        <Link href="/docs/tools" className={linkStyle}>
          {t("toolsTitle")}
        </Link>
      </nav>
      {appearance}
      <ButtonLink href={isSignedIn ? "/home" : "/sign-in"} size="small" tone="plain">
        {isSignedIn ? t("openPortal") : t("signIn")}
      </ButtonLink>
    </header>
  );
}
