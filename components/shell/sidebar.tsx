import {
  Activity,
  BookOpenCheck,
  Building2,
  CalendarCheck,
  CalendarDays,
  ChevronsUpDown,
  CircleUserRound,
  ClipboardCheck,
  Clock,
  Contact,
  DoorOpen,
  Filter,
  Gauge,
  Handshake,
  House,
  IdCard,
  KeyRound,
  ListTodo,
  type LucideIcon,
  Settings2,
  Shapes,
  ShieldAlert,
  SlidersHorizontal,
  Store,
  UsersRound,
  Wrench,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Menu, MenuButton, MenuHeading, MenuRule, menuItemStyle } from "@/components/ui/menu";
import { NavLink } from "./nav-link";
import { pagesFor, type ShellPage } from "./pages";

const icons: Record<ShellPage["id"], LucideIcon> = {
  home: House,
  customers: Contact,
  segments: Filter,
  deals: Handshake,
  tasks: ListTodo,
  today: ClipboardCheck,
  calendar: CalendarDays,
  bookings: BookOpenCheck,
  services: Shapes,
  staff: IdCard,
  resources: DoorOpen,
  activity: Activity,
  tools: Wrench,
  keys: KeyRound,
  team: UsersRound,
  companies: Store,
  organisation: Building2,
  bookingPage: CalendarCheck,
  hours: Clock,
  bookingRules: SlidersHorizontal,
  plan: Gauge,
  profile: CircleUserRound,
  danger: ShieldAlert,
};

export type ShellWorkspace = {
  organisationId: string;
  organisationName: string;
  isCurrent: boolean;
  companies: { id: string; name: string; isCurrent: boolean }[];
};

type SwitcherProps = {
  idPrefix: string;
  workspaces: ShellWorkspace[];
  switchCompany: (form: FormData) => Promise<void>;
};

function CompanySwitcher({ idPrefix, workspaces, switchCompany }: SwitcherProps) {
  const t = useTranslations("shell");
  const here = workspaces.find((workspace) => workspace.isCurrent);
  const company = here?.companies.find(({ isCurrent }) => isCurrent);
  return (
    <Menu
      id={`${idPrefix}-companies`}
      triggerClassName="flex w-full items-center gap-2 rounded-md border bg-surface px-2.5 py-2 text-left hover:bg-hover"
      trigger={
        <>
          <span className="min-w-0 flex-1" translate="no">
            <span className="block truncate text-[13px] font-semibold">{company?.name}</span>
            <span className="block truncate text-xs text-ink-soft">{here?.organisationName}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="sr-only">{t("switchCompany")}</span>
        </>
      }
      className="w-56"
    >
      <form action={switchCompany}>
        {workspaces.map((workspace) => (
          <div key={workspace.organisationId}>
            <MenuHeading>
              <span translate="no">{workspace.organisationName}</span>
            </MenuHeading>
            {workspace.companies.map(({ id, name, isCurrent }) => (
              <MenuButton
                key={id}
                name="place"
                value={`${workspace.organisationId}/${id}`}
                aria-current={isCurrent || undefined}
              >
                <Store aria-hidden />
                <span className="flex-1 truncate" translate="no">
                  {name}
                </span>
                {isCurrent && <span className="text-xs text-jade">{t("current")}</span>}
              </MenuButton>
            ))}
          </div>
        ))}
      </form>
      <MenuRule />
      <a href="/settings/companies" className={menuItemStyle}>
        <Settings2 aria-hidden />
        {t("manageCompanies")}
      </a>
    </Menu>
  );
}

export type SidebarProps = SwitcherProps & { scopes: readonly string[]; footer: ReactNode };

/** Everything on the left: company, pages, person. Shown beside the page, and in a drawer on narrow screens. */
export function Sidebar({ scopes, footer, ...switcher }: SidebarProps) {
  const t = useTranslations("shell");
  const pages = pagesFor(scopes);
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <CompanySwitcher {...switcher} />
      <nav aria-label={t("pages")} className="grid flex-1 content-start gap-4 overflow-y-auto text-[13px]">
        {(["work", "settings"] as const).map((group) => (
          <div key={group} className="grid gap-0.5">
            {group === "settings" && <p className="px-2.5 pb-1 text-xs text-ink-faint">{t("settings")}</p>}
            {pages
              .filter((page) => page.group === group)
              .map((page) => {
                const Icon = icons[page.id];
                return (
                  <NavLink key={page.id} href={page.href}>
                    <Icon aria-hidden />
                    {t(`page.${page.id}`)}
                  </NavLink>
                );
              })}
          </div>
        ))}
      </nav>
      {footer}
    </div>
  );
}
