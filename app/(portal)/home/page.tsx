import { getTranslations } from "next-intl/server";
import { Dashboard, type StageTotal } from "@/components/home/dashboard";
import { HomeView } from "@/components/home/home-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Alert } from "@/components/ui/alert";
import { Page as Frame } from "@/components/ui/page";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { getDashboardStats } from "@/lib/operations/dashboard/get-dashboard-stats";
import { listPipelines } from "@/lib/operations/deals/list-pipelines";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { listMyPasskeys } from "@/lib/operations/passkeys/list-my-passkeys";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";

export const generateMetadata = titled("shell.page.home");

/** What stands in the stages of the first pipeline, or nothing while there are no deals. */
async function dealTotals(): Promise<StageTotal[] | null> {
  const { data } = await view(listPipelines, {});
  const [pipeline] = data.items;
  if (!pipeline?.totals.some(({ dealCount }) => dealCount > 0)) return null;
  const totals = new Map(pipeline.totals.map((total) => [total.stageId, total]));
  return pipeline.stages.map(({ id, name }) => ({
    stageId: id,
    name,
    count: totals.get(id)?.dealCount ?? 0,
    amount: totals.get(id)?.amount ?? "0",
  }));
}

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const { done } = await searchParams;
  const { scopes, workspace } = await workspaceCaller("/home");
  const [t, errors, danger, passkeys, stats, totals, keys, events] = await Promise.all([
    getTranslations("home"),
    getTranslations("errors"),
    getTranslations("danger"),
    view(listMyPasskeys, {}),
    scopes.has("reports:read") ? view(getDashboardStats, {}) : null,
    scopes.has("deals:read") ? dealTotals() : null,
    scopes.has("keys:read") ? view(listApiKeys, { limit: 5 }) : null,
    scopes.has("activity:read") ? view(listActivity, { limit: 8 }) : null,
  ]);
  return (
    <Frame
      title={<span translate="no">{workspace.companyName}</span>}
      actions={
        <>
          {stats && <CallBehind tool={getDashboardStats.name} />}
          <CallBehind tool="get_workspace_overview" />
        </>
      }
    >
      {done === "forbidden" && (
        <Alert tone="warning" hint={errors("forbidden.step")}>
          {errors("forbidden.title")}
        </Alert>
      )}
      {done === "restored" && <Alert tone="ok">{danger("restored")}</Alert>}
      {passkeys.data.items.length === 0 && (
        <Alert link={{ href: "/settings/profile#passkeys", label: t("passkeyAction") }}>{t("passkeyOffer")}</Alert>
      )}
      {stats && <Dashboard stats={stats.data} totals={totals} scopes={scopes} />}
      <HomeView keys={keys?.data.items ?? null} events={events?.data.items ?? null} />
    </Frame>
  );
}
