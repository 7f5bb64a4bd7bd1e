import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { JoinFlow } from "@/components/team/join-flow";
import { titled } from "@/lib/surfaces/portal/metadata";
import { join, mailInviteCode } from "./actions";

export const generateMetadata = titled("team.joinTitle");

export default async function Page() {
  const [t, auth] = await Promise.all([getTranslations("team"), getTranslations("auth")]);
  const labels = {
    token: t("token"),
    tokenHelp: t("tokenHelp"),
    sendCode: auth("sendCode"),
    codeSent: t("codeSent"),
    code: auth("code"),
    openOutbox: auth("openOutbox"),
    name: t("yourName"),
    join: t("joinAction"),
  };
  return (
    <AuthFrame title={t("joinTitle")} lead={t("joinLead")}>
      <JoinFlow mailCode={mailInviteCode} join={join} labels={labels} />
    </AuthFrame>
  );
}
