import { getTranslations } from "next-intl/server";
import { HomeView } from "@/components/home/home-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Alert } from "@/components/ui/alert";
import { Page as Frame } from "@/components/ui/page";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { listMyPasskeys } from "@/lib/operations/passkeys/list-my-passkeys";
import { call } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";

export const generateMetadata = titled("shell.page.home");

export default async function Page() {
  const { scopes, workspace } = await workspaceCaller("/home");
  const [t, passkeys, keys, events] = await Promise.all([
    getTranslations("home"),
    call(listMyPasskeys, {}),
    scopes.has("keys:read") ? call(listApiKeys, { limit: 5 }) : null,
    scopes.has("activity:read") ? call(listActivity, { limit: 8 }) : null,
  ]);
  return (
    <Frame
      title={<span translate="no">{workspace.companyName}</span>}
      actions={<CallBehind tool="get_workspace_overview" />}
    >
      {passkeys.data.items.length === 0 && (
        <Alert link={{ href: "/settings/profile#passkeys", label: t("passkeyAction") }}>{t("passkeyOffer")}</Alert>
      )}
      <HomeView keys={keys?.data.items ?? null} events={events?.data.items ?? null} />
    </Frame>
  );
}
