import { getTranslations } from "next-intl/server";
import { HomeView } from "@/components/home/home-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Alert } from "@/components/ui/alert";
import { Page as Frame } from "@/components/ui/page";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { listMyPasskeys } from "@/lib/operations/passkeys/list-my-passkeys";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";

export const generateMetadata = titled("shell.page.home");

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const { done } = await searchParams;
  const { scopes, workspace } = await workspaceCaller("/home");
  const [t, errors, danger, passkeys, keys, events] = await Promise.all([
    getTranslations("home"),
    getTranslations("errors"),
    getTranslations("danger"),
    view(listMyPasskeys, {}),
    scopes.has("keys:read") ? view(listApiKeys, { limit: 5 }) : null,
    scopes.has("activity:read") ? view(listActivity, { limit: 8 }) : null,
  ]);
  return (
    <Frame
      title={<span translate="no">{workspace.companyName}</span>}
      actions={<CallBehind tool="get_workspace_overview" />}
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
      <HomeView keys={keys?.data.items ?? null} events={events?.data.items ?? null} />
    </Frame>
  );
}
