import { ChevronsUpDown, CircleUserRound, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Menu, MenuButton, MenuRule, menuItemStyle } from "@/components/ui/menu";

type Props = {
  idPrefix: string;
  name: string;
  role: string;
  appearance: ReactNode;
  signOut: () => Promise<void>;
};

/** Who is signed in, with profile, appearance and the way out. */
export function PersonMenu({ idPrefix, name, role, appearance, signOut }: Props) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  return (
    <Menu
      id={`${idPrefix}-person`}
      placement="above"
      triggerClassName="flex w-full items-center gap-2 rounded-md px-2.5 py-2 text-left hover:bg-hover"
      className="w-56"
      trigger={
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-[13px] font-medium" translate="no">
              {name}
            </span>
            <span className="block truncate text-xs text-ink-soft">{role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="sr-only">{t("personMenu")}</span>
        </>
      }
    >
      <a href="/settings/profile" className={menuItemStyle}>
        <CircleUserRound aria-hidden />
        {t("page.profile")}
      </a>
      <MenuRule />
      {appearance}
      <MenuRule />
      <form action={signOut}>
        <MenuButton>
          <LogOut aria-hidden />
          {common("signOut")}
        </MenuButton>
      </form>
    </Menu>
  );
}
