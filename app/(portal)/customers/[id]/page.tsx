import { getTranslations } from "next-intl/server";
import { AccountNotice } from "@/components/customers/account-notice";
import { AccountView } from "@/components/customers/account-view";
import { DeletedAccount } from "@/components/customers/deleted-account";
import { KINDS } from "@/components/customers/timeline";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getMemberProfile } from "@/lib/operations/accounts/get-member-profile";
import { languageChoices } from "@/lib/surfaces/portal/choices";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { choiceOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { setTags } from "../actions";
import {
  addContact,
  addNote,
  addTask,
  bringBack,
  erase,
  finishTask,
  makePrimary,
  recordConsent,
  remove,
  removeContact,
  removeNote,
  saveContact,
  saveFields,
  saveNote,
  saveProfile,
  undo,
} from "./actions";
import { kindsFor, loadAside, loadTimeline } from "./load";

const actions = {
  addContact,
  addNote,
  addTask,
  erase,
  finishTask,
  makePrimary,
  recordConsent,
  remove,
  removeContact,
  removeNote,
  saveContact,
  saveFields,
  saveNote,
  saveProfile,
  setTags,
};

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Props) {
  const { id } = await params;
  const { data } = await view(getMemberProfile, { accountId: id });
  return { title: data.account.name };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const { scopes, role } = await workspaceCaller(`/customers/${id}`);
  const [t, { data: profile }] = await Promise.all([
    getTranslations("customers"),
    view(getMemberProfile, { accountId: id }),
  ]);
  const { account } = profile;
  const kinds = kindsFor(scopes);
  const shown = choiceOf(asked, "show", KINDS);
  const cursor = oneOf(asked, "cursor");
  const canEdit = scopes.has("contacts:write");
  return (
    <Frame
      title={
        <span translate="no" className="break-words">
          <bdi>{account.name}</bdi>
          {account.localName && <bdi className="ml-2 font-normal text-ink-soft">{account.localName}</bdi>}
        </span>
      }
      description={
        <a href="/customers" className="underline underline-offset-2">
          {t("all")}
        </a>
      }
      actions={<CallBehind tool={getMemberProfile.name} args={{ accountId: id }} />}
    >
      {account.deletedAt ? (
        <DeletedAccount {...{ account, canEdit }} isErased={profile.isErased} restore={bringBack} />
      ) : (
        <AccountView
          profile={profile}
          aside={await loadAside(id, scopes)}
          timeline={await loadTimeline({ accountId: id, scopes, shown, cursor })}
          languages={await languageChoices([account.language])}
          {...{ kinds, shown, cursor, canEdit }}
          rights={{
            tags: scopes.has("tags:write"),
            fields: scopes.has("custom_fields:write"),
            tasks: scopes.has("tasks:write"),
            isOwner: role === "owner",
          }}
          actions={actions}
        />
      )}
      <AccountNotice accountId={id} done={oneOf(asked, "done")} undo={oneOf(asked, "undo")} action={undo} />
    </Frame>
  );
}
