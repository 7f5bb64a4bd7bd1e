import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { WorkspaceList } from "@/components/auth/workspace-list";
import { Alert } from "@/components/ui/alert";
import { listMyWorkspaces } from "@/lib/operations/sessions/list-my-workspaces";
import { call } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { signedInCaller } from "@/lib/surfaces/portal/session";
import { signOut, switchCompany } from "../../(portal)/actions";

export const generateMetadata = titled("auth.workspacesTitle");

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const { done } = await searchParams;
  await signedInCaller("/workspaces");
  const { data } = await call(listMyWorkspaces, {});
  if (data.items.some((workspace) => workspace.isCurrent)) redirect("/home");
  const t = await getTranslations("auth");
  return (
    <AuthFrame title={t("workspacesTitle")} lead={data.items.length > 0 ? t("workspacesLead") : t("workspacesNone")}>
      {done === "deleted" && <Alert tone="ok">{t("deletedNow")}</Alert>}
      <WorkspaceList workspaces={data.items} choose={switchCompany} signOut={signOut} />
    </AuthFrame>
  );
}
