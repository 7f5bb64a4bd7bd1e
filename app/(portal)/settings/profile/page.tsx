import { getTranslations } from "next-intl/server";
import { PasskeyButton } from "@/components/auth/passkey-button";
import { ProfileView } from "@/components/settings/profile-view";
import { Page as Frame } from "@/components/ui/page";
import { listMyPasskeys } from "@/lib/operations/passkeys/list-my-passkeys";
import { getMyProfile } from "@/lib/operations/profile/get-my-profile";
import { listMySessions } from "@/lib/operations/sessions/list-my-sessions";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";
import { beginPasskey, dropPasskey, endAllSessions, endSession, finishPasskey, save } from "./actions";

export const generateMetadata = titled("profile.title");

async function AddPasskey() {
  const t = await getTranslations("profile");
  const labels = { button: t("addPasskey"), failed: t("passkeyFailed"), failedHint: t("passkeyFailedHint") };
  return <PasskeyButton kind="register" labels={labels} begin={beginPasskey} finish={finishPasskey} />;
}

export default async function Page() {
  const [t, profile, sessions, passkeys] = await Promise.all([
    getTranslations("profile"),
    view(getMyProfile, {}),
    view(listMySessions, {}),
    view(listMyPasskeys, {}),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")}>
      <ProfileView
        profile={profile.data}
        sessions={sessions.data.items}
        passkeys={passkeys.data.items}
        addPasskey={<AddPasskey />}
        removePasskey={dropPasskey}
        {...{ save, endSession, endAllSessions }}
      />
    </Frame>
  );
}
