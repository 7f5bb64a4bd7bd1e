import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { RestoreView } from "@/components/settings/danger-view";
import { Moment } from "@/components/ui/time";
import { RESTORABLE_DAYS } from "@/lib/operations/danger/deleted";
import { listMyWorkspaces } from "@/lib/operations/sessions/list-my-workspaces";
import { call } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { signedInCaller } from "@/lib/surfaces/portal/session";
import { restore } from "./actions";

export const generateMetadata = titled("danger.deletedTitle");

const DAY_MS = 86_400_000;

export default async function Page({ searchParams }: { searchParams: Promise<{ organisation?: string }> }) {
  await signedInCaller("/workspaces");
  const { organisation: wanted } = await searchParams;
  const { data } = await call(listMyWorkspaces, {});
  const workspace = data.items.find(({ organisationId }) => organisationId === wanted);
  if (!workspace?.deletedAt) notFound();
  const until = new Date(Date.parse(workspace.deletedAt) + RESTORABLE_DAYS * DAY_MS).toISOString();
  const t = await getTranslations("danger");
  return (
    <AuthFrame title={t("deletedTitle")} lead={<span translate="no">{workspace.organisationName}</span>}>
      <RestoreView until={<Moment at={until} dateOnly />} restore={restore.bind(null, workspace.organisationId)} />
    </AuthFrame>
  );
}
