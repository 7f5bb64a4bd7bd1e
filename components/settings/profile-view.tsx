import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment, TimeAgo } from "@/components/ui/time";
import { deviceName } from "./device-name";
import { SettingsForm } from "./simple-form";

export type Profile = { name: string | null; email: string; locale: string | null; version: number };
export type SessionItem = {
  id: string;
  userAgent: string | null;
  ip: string | null;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};
export type PasskeyItem = { id: string; name: string; createdAt: string; lastUsedAt: string | null };

type Props = {
  profile: Profile;
  sessions: SessionItem[];
  passkeys: PasskeyItem[];
  addPasskey: ReactNode;
  save: FormAction;
  endSession: FormAction;
  endAllSessions: FormAction;
  removePasskey: FormAction;
};

function PersonCard({ profile, save }: Pick<Props, "profile" | "save">) {
  const t = useTranslations("profile");
  return (
    <Card title={t("person")}>
      <CardBody>
        <SettingsForm action={save} hidden={{ expectedVersion: profile.version }}>
          <Field name="name" label={t("name")} defaultValue={profile.name ?? ""} maxLength={120} autoComplete="name" />
          <Field name="shownEmail" label={t("email")} defaultValue={profile.email} readOnly help={t("emailHelp")} />
          <SelectField
            name="locale"
            label={t("language")}
            help={t("languageHelp")}
            defaultValue={profile.locale ?? ""}
            empty={t("followOrganisation")}
            choices={[
              { value: "en", label: "English" },
              { value: "zh-Hant", label: "繁體中文" },
            ]}
          />
        </SettingsForm>
      </CardBody>
    </Card>
  );
}

function PasskeyCard({
  passkeys,
  addPasskey,
  removePasskey,
}: Pick<Props, "passkeys" | "addPasskey" | "removePasskey">) {
  const t = useTranslations("profile");
  return (
    <Card id="passkeys" title={t("passkeys")} description={t("passkeysHelp")}>
      {passkeys.length > 0 && (
        <ul className="divide-y border-b">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 text-[13px]">
              <span className="min-w-0">
                <span className="block font-medium" translate="no">
                  {passkey.name}
                </span>
                <span className="text-ink-soft">
                  {t("added")} <Moment at={passkey.createdAt} dateOnly />
                  {passkey.lastUsedAt && (
                    <>
                      {" · "}
                      {t("used")} <TimeAgo at={passkey.lastUsedAt} />
                    </>
                  )}
                </span>
              </span>
              <ConfirmedAction
                label={t("removePasskey")}
                warning={t("removePasskeyWarning")}
                action={removePasskey}
                values={{ passkeyId: passkey.id }}
                submit={t("removePasskey")}
              />
            </li>
          ))}
        </ul>
      )}
      <CardBody className="max-w-sm">{addPasskey}</CardBody>
    </Card>
  );
}

function SessionCard({
  sessions,
  endSession,
  endAllSessions,
}: Pick<Props, "sessions" | "endSession" | "endAllSessions">) {
  const t = useTranslations("profile");
  return (
    <Card
      title={t("sessions")}
      description={t("sessionsHelp")}
      actions={
        <ConfirmedAction
          label={t("signOutEverywhere")}
          warning={t("signOutWarning")}
          action={endAllSessions}
          submit={t("signOutEverywhere")}
        />
      }
    >
      <ul className="divide-y">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 text-[13px]">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium" translate="no">
                {deviceName(session.userAgent)}
              </span>
              <span className="text-ink-soft">
                <span translate="no">{session.ip}</span> · {t("lastSeen")} <TimeAgo at={session.lastSeenAt} />
              </span>
            </span>
            {session.isCurrent ? (
              <Badge tone="ok">{t("thisBrowser")}</Badge>
            ) : (
              <ActionForm action={endSession}>
                <input type="hidden" name="sessionId" value={session.id} />
                <SubmitButton tone="plain" size="small">
                  {t("endSession")}
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The signed-in person: name and language, passkeys, browsers. */
export function ProfileView(props: Props) {
  return (
    <>
      <PersonCard {...props} />
      <PasskeyCard {...props} />
      <SessionCard {...props} />
    </>
  );
}
