import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button-style";
import { Card, CardBody } from "@/components/ui/card";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type ConfirmProps = {
  requestCode: FormAction;
  confirm: FormAction;
  passkey: ReactNode;
  codeRequestId: string | null;
  outboxHref?: string;
};

/** Asks for a fresh proof of presence before anything below it can be used. */
export function ConfirmPresence({ requestCode, confirm, passkey, codeRequestId, outboxHref }: ConfirmProps) {
  const t = useTranslations("danger");
  const auth = useTranslations("auth");
  return (
    <Card title={t("confirmTitle")} description={t("confirmHelp")}>
      <CardBody className="grid max-w-sm gap-4">
        {passkey}
        {codeRequestId ? (
          <ActionForm action={confirm} className="grid gap-3">
            <input type="hidden" name="requestId" value={codeRequestId} />
            <Field
              name="code"
              label={auth("code")}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={16}
              required
              help={
                outboxHref && (
                  <a href={outboxHref} target="_blank" rel="noreferrer" className="underline underline-offset-2">
                    {auth("openOutbox")}
                  </a>
                )
              }
            />
            <SubmitButton>{t("confirm")}</SubmitButton>
          </ActionForm>
        ) : (
          <ActionForm action={requestCode} className="grid">
            <SubmitButton tone="plain">{auth("sendCode")}</SubmitButton>
          </ActionForm>
        )}
      </CardBody>
    </Card>
  );
}

type Props = {
  organisationName: string;
  members: Choice[];
  exportHref: string;
  changeOwner: FormAction;
  deleteOrganisation: FormAction;
};

/** Export, hand over, delete: shown after the confirmation. */
export function DangerView({ organisationName, members, exportHref, changeOwner, deleteOrganisation }: Props) {
  const t = useTranslations("danger");
  return (
    <>
      <Card title={t("export")} description={t("exportHelp")}>
        <CardBody>
          <a href={exportHref} download className={buttonStyle({ tone: "plain" })}>
            {t("exportAction")}
          </a>
        </CardBody>
      </Card>
      <Card title={t("owner")} description={t("ownerHelp")} tone="danger">
        <CardBody>
          {members.length === 0 ? (
            <p className="text-[13px] text-ink-soft">{t("ownerNobody")}</p>
          ) : (
            <ActionForm action={changeOwner} className="grid max-w-md gap-3">
              <SelectField name="memberId" label={t("newOwner")} choices={members} required />
              <div>
                <SubmitButton tone="danger">{t("ownerAction")}</SubmitButton>
              </div>
            </ActionForm>
          )}
        </CardBody>
      </Card>
      <Card title={t("delete")} description={t("deleteHelp")} tone="danger">
        <CardBody>
          <ActionForm action={deleteOrganisation} className="grid max-w-md gap-3">
            <Field
              name="confirmName"
              label={
                <>
                  {t("typeName")} <span translate="no">“{organisationName}”</span>
                </>
              }
              autoComplete="off"
              required
            />
            <div>
              <SubmitButton tone="danger">{t("deleteAction")}</SubmitButton>
            </div>
          </ActionForm>
        </CardBody>
      </Card>
    </>
  );
}

/** Shown in place of everything else while a deleted organisation can still be restored. */
export function RestoreView({ until, restore }: { until: ReactNode; restore: FormAction }) {
  const t = useTranslations("danger");
  return (
    <ActionForm action={restore} className="grid gap-4">
      <Alert tone="warning">
        {t("deletedNotice")} {until}
      </Alert>
      <div>
        <SubmitButton>{t("restore")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
