import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/appearance-actions";
import { AppShell } from "@/components/shell/app-shell";
import { pagesFor } from "@/components/shell/pages";
import { Palette } from "@/components/shell/palette";
import { PersonMenu } from "@/components/shell/person-menu";
import { Sidebar } from "@/components/shell/sidebar";
import { AppearanceForms } from "@/components/site/appearance-menu";
import { listMyWorkspaces } from "@/lib/operations/sessions/list-my-workspaces";
import { themeCookie } from "@/lib/surfaces/portal/locales";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { herePath, view } from "@/lib/surfaces/portal/view";
import { signOut, switchCompany } from "./actions";

async function paletteProps(scopes: readonly string[]) {
  const [t, words] = await Promise.all([getTranslations("shell.page"), getTranslations("shell.palette")]);
  const items = pagesFor(scopes).map((page) => ({
    label: t(page.id),
    href: page.href,
    shortcut: "shortcut" in page ? page.shortcut : undefined,
  }));
  const labels = {
    open: words("open"),
    placeholder: words("placeholder"),
    pages: words("pages"),
    tools: words("tools"),
    people: words("people"),
    empty: words("empty"),
    after: words("then"),
  };
  return { items, labels, findsPeople: scopes.includes("contacts:read") };
}

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const caller = await workspaceCaller(await herePath());
  const [{ data }, t, store] = await Promise.all([view(listMyWorkspaces, {}), getTranslations("shell"), cookies()]);
  const workspaces = data.items.filter((workspace) => workspace.deletedAt === null);
  const scopes = [...caller.scopes];
  const theme = store.get(themeCookie)?.value ?? "system";
  const appearance = <AppearanceForms {...{ theme, chooseLocale, chooseTheme }} />;
  return (
    <AppShell
      palette={<Palette {...(await paletteProps(scopes))} />}
      sidebar={(idPrefix) => (
        <Sidebar
          {...{ idPrefix, workspaces, scopes, switchCompany }}
          footer={
            <PersonMenu
              {...{ idPrefix, appearance, signOut }}
              name={caller.actor.label}
              role={t(`role.${caller.role}`)}
            />
          }
        />
      )}
    >
      {children}
    </AppShell>
  );
}
