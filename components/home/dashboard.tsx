import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card, CardBody } from "@/components/ui/card";
import { BarList, ColumnChart } from "@/components/ui/chart";
import { EmptyState } from "@/components/ui/empty-state";
import { useMoney } from "@/components/ui/money";

type DayCount = { date: string; count: number };
type NamedCount = { name: string; count: number };

/** The numbers of get_dashboard_stats. */
export type DashboardStats = {
  customers: {
    total: number;
    newThisWeek: number;
    newWeekBefore: number;
    byLifeStage: NamedCount[];
    newByDay: DayCount[];
  };
  members: { active: number; newThisWeek: number };
  tasks: { open: number; dueToday: number; overdue: number };
  deals: { open: number; openAmount: string; wonThisWeek: number; currency: string };
  bookings: { today: number; nextSevenDays: number };
};

/** How many deals stand in a stage, and what they are worth. */
export type StageTotal = { stageId: string; name: string; count: number; amount: string };

type TileProps = { label: string; value: ReactNode; children: ReactNode; href?: string };

function Tile({ label, value, children, href }: TileProps) {
  const body = (
    <>
      <span className="block text-xs text-ink-soft">{label}</span>
      <span className="block truncate text-2xl font-semibold tracking-tight tabular-nums" translate="no">
        {value}
      </span>
      <span className="block text-xs text-ink-soft">{children}</span>
    </>
  );
  const look = "block rounded-lg border bg-surface px-4 py-3";
  return href ? (
    <Link href={href} prefetch={false} className={`${look} hover:bg-hover`}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  );
}

function Tiles({ stats, can }: { stats: DashboardStats; can: (scope: string) => boolean }) {
  const t = useTranslations("home");
  const format = useFormatter();
  const money = useMoney();
  const { customers, members, tasks, deals, bookings } = stats;
  const linked = (scope: string, href: string) => (can(scope) ? href : undefined);
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <Tile label={t("customers")} value={format.number(customers.total)} href={linked("contacts:read", "/customers")}>
        {t("newCustomers", { count: customers.newThisWeek, before: customers.newWeekBefore })}
      </Tile>
      <Tile label={t("members")} value={format.number(members.active)}>
        {t("newMembers", { count: members.newThisWeek })}
      </Tile>
      <Tile
        label={t("tasksDue")}
        value={format.number(tasks.dueToday + tasks.overdue)}
        href={linked("tasks:read", "/tasks")}
      >
        {t("tasksSplit", { overdue: tasks.overdue, open: tasks.open })}
      </Tile>
      <Tile
        label={t("openDeals")}
        value={money(deals.openAmount, deals.currency)}
        href={linked("deals:read", "/deals")}
      >
        {t("dealsSplit", { open: deals.open, won: deals.wonThisWeek })}
      </Tile>
      <Tile label={t("bookingsToday")} value={format.number(bookings.today)}>
        {t("bookingsAhead", { count: bookings.nextSevenDays })}
      </Tile>
    </div>
  );
}

const stages = ["lead", "active", "vip", "churned"] as const;

function NewCustomers({ byDay }: { byDay: DayCount[] }) {
  const t = useTranslations("home");
  const format = useFormatter();
  const summary = t("newByDaySummary", { count: byDay.reduce((sum, { count }) => sum + count, 0) });
  const points = byDay.map(({ date, count }) => ({
    key: date,
    value: count,
    label: format.dateTime(new Date(`${date}T00:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" }),
  }));
  return (
    <Card title={t("newByDay")} description={summary}>
      <CardBody>
        <ColumnChart
          points={points}
          summary={summary}
          axis={t("newByDayAxis")}
          table={{ show: t("asTable"), label: t("day"), value: t("newColumn") }}
        />
      </CardBody>
    </Card>
  );
}

function LifeStages({ counts }: { counts: NamedCount[] }) {
  const t = useTranslations("home");
  const byName = new Map(counts.map(({ name, count }) => [name, count]));
  const bars = stages.map((stage) => ({ key: stage, label: t(`stage.${stage}`), value: byName.get(stage) ?? 0 }));
  return (
    <Card title={t("byLifeStage")} description={t("byLifeStageHelp")}>
      <CardBody>
        <BarList bars={bars} label={t("byLifeStage")} head={{ name: t("lifeStage"), value: t("customers") }} />
      </CardBody>
    </Card>
  );
}

function DealChart({ totals, currency }: { totals: StageTotal[]; currency: string }) {
  const t = useTranslations("home");
  const money = useMoney();
  const bars = totals.map(({ stageId, name, count, amount }) => ({
    key: stageId,
    label: name,
    value: count,
    note: money(amount, currency),
    isData: true,
  }));
  return (
    <Card title={t("byDealStage")} description={t("byDealStageHelp")}>
      <CardBody>
        <BarList
          bars={bars}
          label={t("byDealStage")}
          head={{ name: t("dealStage"), value: t("deals"), note: t("worth") }}
        />
      </CardBody>
    </Card>
  );
}

type Props = { stats: DashboardStats; totals: StageTotal[] | null; scopes: ReadonlySet<string> };

/** The state of the business: numbers that lead to their lists, and charts. */
export function Dashboard({ stats, totals, scopes }: Props) {
  const t = useTranslations("home");
  return (
    <>
      <Tiles stats={stats} can={(scope) => scopes.has(scope)} />
      {stats.customers.total === 0 ? (
        <Card>
          <EmptyState title={t("noCustomers")} sentence={t("noCustomersSentence")}>
            {t("noCustomersBody")}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <NewCustomers byDay={stats.customers.newByDay} />
          <div className="grid gap-5">
            <LifeStages counts={stats.customers.byLifeStage} />
            {totals && <DealChart totals={totals} currency={stats.deals.currency} />}
          </div>
        </div>
      )}
    </>
  );
}
