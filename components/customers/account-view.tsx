import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import type { Choice } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import type { AccountView as Account } from "@/lib/operations/accounts/account";
import type { ContactView } from "@/lib/operations/contacts/contact";
import type { DefinitionView } from "@/lib/operations/custom-fields/custom-field";
import { ConsentCard } from "./consent-card";
import { ContactsCard } from "./contacts-card";
import type { CustomerTag } from "./customer";
import { DangerCard } from "./danger-card";
import { type Duplicate, DuplicatesCard } from "./duplicates-card";
import { FieldsCard } from "./fields-card";
import { IdentifiersCard } from "./identifiers-card";
import { ProfileCard } from "./profile-card";
import { ProfileFacts } from "./profile-facts";
import { TagChip } from "./tag-chip";
import { TagChoices, TagEdit } from "./tag-edit";
import type { Kind, TimelineEntry } from "./timeline";
import { TimelineCard } from "./timeline-card";

type Profile = {
  account: Account;
  identifiers: { kind: string; value: string; isShared: boolean }[];
  contacts: ContactView[];
  tags: CustomerTag[];
  customFields: { fieldName: string; fieldLabel: string; values: string[] }[];
  segments: { id: string; name: string }[];
};

type Aside = {
  tags: CustomerTag[];
  definitions: DefinitionView[];
  consents: Parameters<typeof ConsentCard>[0]["consents"];
  duplicates: Duplicate[];
  people: Choice[];
};

type Actions = Record<
  | "saveProfile"
  | "addContact"
  | "saveContact"
  | "makePrimary"
  | "removeContact"
  | "saveFields"
  | "recordConsent"
  | "addNote"
  | "saveNote"
  | "removeNote"
  | "addTask"
  | "finishTask"
  | "remove"
  | "setTags",
  FormAction
> & { erase: FormAction<ViewState> };

type Props = {
  profile: Profile;
  aside: Aside;
  timeline: { entries: TimelineEntry[]; nextCursor?: string };
  languages: Choice[];
  kinds: readonly Kind[];
  shown?: Kind;
  cursor?: string;
  canEdit: boolean;
  rights: { tags: boolean; fields: boolean; tasks: boolean; isOwner: boolean };
  actions: Actions;
};

function TagsCard({ profile, tags, action }: { profile: Profile; tags: CustomerTag[]; action: FormAction | null }) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  const chips = (
    <span className="flex flex-wrap gap-1">
      {profile.tags.length === 0 && <span className="text-[13px] text-ink-soft">{t("untagged")}</span>}
      {profile.tags.map((tag) => (
        <TagChip key={tag.id} tag={tag} />
      ))}
    </span>
  );
  return (
    <Card
      title={t("column.tags")}
      id="tags"
      actions={<CallBehind tool="attach_tags" args={{ accountId: profile.account.id, tagIds: ["tag_…"] }} />}
    >
      <CardBody>
        {action ? (
          <TagChoices tags={tags}>
            <TagEdit
              action={action}
              id={profile.account.id}
              tagIds={profile.tags.map(({ id }) => id)}
              href="#tags"
              labels={{
                edit: t("edit", { field: t("column.tags"), name: profile.account.name }),
                save: common("save"),
                cancel: common("cancel"),
                none: t("noTags"),
                newTag: t("newTag"),
              }}
            >
              {chips}
            </TagEdit>
          </TagChoices>
        ) : (
          chips
        )}
      </CardBody>
      {profile.segments.length > 0 && (
        <CardBody className="border-t text-[13px]">
          <p className="text-ink-soft">{t("segment")}</p>
          <p translate="no">{profile.segments.map(({ name }) => name).join(", ")}</p>
        </CardBody>
      )}
    </Card>
  );
}

/** A customer in full: what is known on the left with what happened below, what can be set on the right. */
export function AccountView({
  profile,
  aside,
  timeline,
  languages,
  kinds,
  shown,
  cursor,
  canEdit,
  rights,
  actions,
}: Props) {
  const { account } = profile;
  const accountId = account.id;
  const path = `/customers/${accountId}`;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid gap-5">
        {canEdit ? (
          <ProfileCard account={account} languages={languages} people={aside.people} action={actions.saveProfile} />
        ) : (
          <ProfileFacts account={account} />
        )}
        <TimelineCard
          {...{ accountId, kinds, shown, canEdit }}
          name={account.name}
          entries={timeline.entries}
          canAddTask={rights.tasks}
          firstHref={shown && cursor && `${path}?show=${shown}#timeline`}
          nextHref={
            shown &&
            timeline.nextCursor &&
            `${path}?show=${shown}&cursor=${encodeURIComponent(timeline.nextCursor)}#timeline`
          }
          actions={actions}
        />
        <ContactsCard
          {...{ accountId, canEdit }}
          contacts={profile.contacts}
          actions={{
            add: actions.addContact,
            save: actions.saveContact,
            makePrimary: actions.makePrimary,
            remove: actions.removeContact,
          }}
        />
      </div>
      <div className="grid gap-5">
        <TagsCard profile={profile} tags={aside.tags} action={rights.tags ? actions.setTags : null} />
        <IdentifiersCard identifiers={profile.identifiers} />
        <ConsentCard {...{ accountId }} consents={aside.consents} action={canEdit ? actions.recordConsent : null} />
        <FieldsCard
          {...{ accountId }}
          definitions={aside.definitions}
          values={profile.customFields}
          action={rights.fields ? actions.saveFields : null}
        />
        {canEdit && <DuplicatesCard {...{ accountId }} groups={aside.duplicates} />}
        {canEdit && (
          <DangerCard
            {...{ accountId }}
            name={account.name}
            isOwner={rights.isOwner}
            remove={actions.remove}
            erase={actions.erase}
          />
        )}
      </div>
    </div>
  );
}
