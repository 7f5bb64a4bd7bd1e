import { useTranslations } from "next-intl";
import { type ScopeArea, ScopePicker } from "@/components/keys/scope-picker";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { TimeAgo } from "@/components/ui/time";
import { ViewForm, type ViewState } from "@/components/ui/view-form";

export type PairingRequest = {
  userCode: string;
  deviceName: string;
  ip: string | null;
  userAgent: string | null;
  scopes: string[];
  createdAt: string;
};

/** Asks for the code that the device shows. It must be typed: a link that carried it could be sent to anybody. */
export function PairCodeForm({ action }: { action: FormAction<ViewState> }) {
  const t = useTranslations("pair");
  return (
    <ViewForm action={action} className="grid gap-4">
      <Field
        name="userCode"
        label={t("code")}
        help={t("codeHelp")}
        placeholder="BCDF-GHJK"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={16}
        required
        autoFocus
      />
      <SubmitButton>{t("continue")}</SubmitButton>
    </ViewForm>
  );
}

type Props = {
  request: PairingRequest;
  companies: Choice[];
  areas: ScopeArea[];
  approve: FormAction;
  refuse: FormAction;
};

/** Shows who asks for what, and lets the person approve once the codes match. */
export function PairApproval({ request, companies, areas, approve, refuse }: Props) {
  const t = useTranslations("pair");
  const keys = useTranslations("keys");
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
      </dl>
      <Alert tone="warning">{t("warning")}</Alert>
      <ActionForm action={approve} className="grid gap-4">
        <input type="hidden" name="userCode" value={request.userCode} />
        <SelectField name="companyId" label={t("company")} choices={companies} />
        <SelectField
          name="expiresInDays"
          label={keys("expires")}
          defaultValue=""
          choices={["30", "90", "365", ""].map((days) => ({
            value: days,
            label: days ? keys("afterDays", { days: Number(days) }) : keys("neverExpires"),
          }))}
        />
        <details>
          <summary className="text-[13px] font-medium">{t("access")}</summary>
          <div className="pt-2">
            <ScopePicker
              areas={areas}
              labels={{
                all: keys("everything"),
                readOnly: keys("readOnly"),
                none: keys("nothing"),
                action: { read: keys("action.read"), write: keys("action.write"), send: keys("action.send") },
              }}
            />
          </div>
        </details>
        <SubmitButton>{t("approve")}</SubmitButton>
      </ActionForm>
      <ActionForm action={refuse} className="grid">
        <input type="hidden" name="userCode" value={request.userCode} />
        <SubmitButton tone="plain">{t("refuse")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
