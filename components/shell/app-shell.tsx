import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SkipLink } from "@/components/site/skip-link";
import { Brand } from "@/components/ui/brand";
import { Skeleton } from "@/components/ui/skeleton";

type Props = {
  /** Rendered twice: beside the page, and in the drawer of narrow screens; told apart by the prefix of their ids. */
  sidebar: (idPrefix: string) => ReactNode;
  palette: ReactNode;
  children: ReactNode;
};

/** About the shape of a page; shown while the next one is on its way (see NavPending). */
function PageSkeleton() {
  return (
    <div className="mx-auto hidden w-full max-w-6xl gap-5 px-4 py-6 sm:px-8 [[data-navigating]_&]:grid">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-4 w-72" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}

/** The frame of every signed-in page. */
export function AppShell({ sidebar, palette, children }: Props) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink>{common("skipToContent")}</SkipLink>
      <aside className="sticky top-0 hidden h-dvh border-r lg:block" aria-label={t("sidebar")}>
        {sidebar("side")}
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-10 flex items-center gap-2 border-b bg-paper px-4 py-2 sm:px-8">
          <button
            type="button"
            popoverTarget="drawer"
            aria-label={t("openMenu")}
            className="-ml-2 grid size-9 place-items-center rounded-md hover:bg-hover lg:hidden"
          >
            <MenuIcon aria-hidden className="size-5" />
          </button>
          <div
            id="drawer"
            popover="auto"
            className="drawer fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-64 border-y-0 border-l-0 p-0"
          >
            {sidebar("drawer")}
          </div>
          <Link href="/home" className="mr-auto flex items-center gap-2 rounded-md font-semibold lg:hidden">
            <Brand className="size-5" />
            <span translate="no">FavCRM</span>
          </Link>
          <div className="lg:mr-auto">{palette}</div>
        </header>
        <PageSkeleton />
        <main id="content" className="flex min-w-0 flex-1 flex-col [[data-navigating]_&]:hidden">
          {children}
        </main>
      </div>
    </div>
  );
}
