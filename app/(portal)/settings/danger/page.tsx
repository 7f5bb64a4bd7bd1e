import { getTranslations } from "next-intl/server";
import { PasskeyButton } from "@/components/auth/passkey-button";
import { ConfirmPresence, DangerView } from "@/components/settings/danger-view";
import { Page as Frame } from "@/components/ui/page";
import { listMyPasskeys } from "@/lib/operations/passkeys/list-my-passkeys";
import { listStaff } from "@/lib/operations/team/list-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { beginPasskey, confirmCode, deleteAll, finishPasskey, handOver, requestCode } from "./actions";

type Query = { requestId?: string; outbox?: string };

export const generateMetadata = titled("danger.title");

async function ConfirmFirst({ requestId, outbox }: Query) {
  const [t, auth, passkeys] = await Promise.all([
    getTranslations("danger"),
    getTranslations("auth"),
    view(listMyPasskeys, {}),
  ]);
  const labels = { button: t("confirmPasskey"), failed: auth("passkeyFailed"), failedHint: auth("passkeyFailedHint") };
  const passkey =
    passkeys.data.items.length > 0 ? (
      <PasskeyButton kind="authenticate" labels={labels} begin={beginPasskey} finish={finishPasskey} />
    ) : null;
  return (
    <ConfirmPresence
      requestCode={requestCode}
      confirm={confirmCode}
      passkey={passkey}
      codeRequestId={requestId ?? null}
      outboxHref={outbox ? "/outbox" : undefined}
    />
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const caller = await workspaceCaller("/settings/danger");
  const [t, query, staff] = await Promise.all([
    getTranslations("danger"),
    searchParams,
    view(listStaff, { limit: 100 }),
  ]);
  const others = staff.data.items.filter(({ userId }) => userId !== caller.userId);
  return (
    <Frame title={t("title")} description={t("lead")}>
      {caller.session?.confirmedAt ? (
        <DangerView
          organisationName={caller.workspace.organisationName}
          members={others.map(({ id, name, email }) => ({ value: id, label: name ?? email }))}
          exportHref="/api/organisation/export"
          changeOwner={handOver}
          deleteOrganisation={deleteAll}
        />
      ) : (
        <ConfirmFirst {...query} />
      )}
    </Frame>
  );
}
