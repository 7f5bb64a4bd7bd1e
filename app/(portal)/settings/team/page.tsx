import { getTranslations } from "next-intl/server";
import { CallBehind } from "@/components/shell/call-behind";
import { TeamView } from "@/components/team/team-view";
import { Notice } from "@/components/ui/notice";
import { Page as Frame } from "@/components/ui/page";
import { listStaff } from "@/lib/operations/team/list-staff";
import { listTeamInvites } from "@/lib/operations/team/list-team-invites";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { changeRole, invite, remove, resend, revokeInvite } from "./actions";

export const generateMetadata = titled("team.title");

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const { done } = await searchParams;
  const caller = await workspaceCaller("/settings/team");
  const [t, common, members, invites] = await Promise.all([
    getTranslations("team"),
    getTranslations("common"),
    view(listStaff, { limit: 100 }),
    view(listTeamInvites, {}),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={listStaff.name} />}>
      <TeamView
        members={members.data.items}
        invites={invites.data.items}
        ownId={caller.userId}
        canManage={caller.scopes.has("team:write")}
        actions={{ invite, resend, revokeInvite, changeRole, remove }}
      />
      {done === "handedOver" && <Notice dismiss={common("dismiss")}>{t("handedOver")}</Notice>}
    </Frame>
  );
}
