import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time";

export type PairingRequest = {
  userCode: string;
  deviceName: string;
  ip: string | null;
  userAgent: string | null;
  scopes: string[];
  createdAt: string;
};

/** Asks for the code that the device shows. */
export function PairCodeForm() {
  const t = useTranslations("pair");
  return (
    <form action="/pair" className="grid gap-4">
      <Field
        name="code"
        label={t("code")}
        help={t("codeHelp")}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={12}
        required
        autoFocus
      />
      <SubmitButton>{t("continue")}</SubmitButton>
    </form>
  );
}

type Props = { request: PairingRequest; companies: Choice[]; approve: FormAction; refuse: FormAction };

/** Shows who asks for what, and lets the person approve once the codes match. */
export function PairApproval({ request, companies, approve, refuse }: Props) {
  const t = useTranslations("pair");
  return (
    <div className="grid gap-5">
      <div className="grid justify-items-center gap-1 rounded-lg border bg-surface py-5">
        <p className="text-[13px] text-ink-soft">{t("sameCode")}</p>
        <code className="font-mono text-2xl font-semibold tracking-[0.18em]" translate="no">
          {request.userCode}
        </code>
      </div>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5 text-[13px]">
        <dt className="text-ink-soft">{t("device")}</dt>
        <dd translate="no">{request.deviceName}</dd>
        <dt className="text-ink-soft">{t("from")}</dt>
        <dd translate="no">{[request.ip, request.userAgent].filter(Boolean).join(" · ")}</dd>
        <dt className="text-ink-soft">{t("asked")}</dt>
        <dd>
          <TimeAgo at={request.createdAt} />
        </dd>
        <dt className="text-ink-soft">{t("access")}</dt>
        <dd>
          {request.scopes.length === 0 ? (
            t("everything")
          ) : (
            <code className="font-mono text-xs break-words" translate="no">
              {request.scopes.join(" ")}
            </code>
          )}
        </dd>
      </dl>
      <Alert tone="warning">{t("warning")}</Alert>
      <ActionForm action={approve} className="grid gap-3">
        <input type="hidden" name="userCode" value={request.userCode} />
        <SelectField name="companyId" label={t("company")} choices={companies} />
        <SubmitButton>{t("approve")}</SubmitButton>
      </ActionForm>
      <ActionForm action={refuse} className="grid">
        <input type="hidden" name="userCode" value={request.userCode} />
        <SubmitButton tone="plain">{t("refuse")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
