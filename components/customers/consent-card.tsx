import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment } from "@/components/ui/time";
import {
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  CONSENT_SOURCES,
  CONSENT_STATUSES,
} from "@/lib/operations/consent/consent";

type Consent = {
  id: string;
  channel: string;
  purpose: string;
  status: string;
  source: string;
  proof: string | null;
  recordedBy: string;
  occurredAt: string;
  isCurrent: boolean;
};

function ConsentLine({ consent }: { consent: Consent }) {
  const t = useTranslations("customers");
  return (
    <li className="grid gap-0.5 px-4 py-2.5 text-[13px]">
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">
          {t("channelFor", {
            channel: t(`channels.${consent.channel as "email"}`),
            purpose: t(`purposes.${consent.purpose as "marketing"}`),
          })}
        </span>
        <Badge tone={consent.status === "granted" ? "ok" : "danger"}>
          {t(`consentStatus.${consent.status as "granted"}`)}
        </Badge>
      </span>
      <span className="text-ink-soft">
        <Moment at={consent.occurredAt} dateOnly /> · {t(`consentSources.${consent.source as "other"}`)} ·{" "}
        <bdi translate="no">{consent.recordedBy}</bdi>
      </span>
      {consent.proof && (
        <span className="break-words text-ink-soft">
          {t("proof")}: <bdi translate="no">{consent.proof}</bdi>
        </span>
      )}
    </li>
  );
}

function ConsentForm({ accountId, action }: { accountId: string; action: FormAction }) {
  const t = useTranslations("customers");
  return (
    <ActionForm action={action} aria-label={t("recordConsent")} className="grid items-start gap-3">
      <input type="hidden" name="id" value={accountId} />
      <SelectField
        name="channel"
        label={t("channel")}
        choices={CONSENT_CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
      />
      <SelectField
        name="purpose"
        label={t("purpose")}
        choices={CONSENT_PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) }))}
      />
      <SelectField
        name="status"
        label={t("answer")}
        choices={CONSENT_STATUSES.map((value) => ({ value, label: t(`consentStatus.${value}`) }))}
      />
      <SelectField
        name="source"
        label={t("saidWhere")}
        choices={CONSENT_SOURCES.map((value) => ({ value, label: t(`consentSources.${value}`) }))}
      />
      <Field name="proof" label={t("proof")} help={t("proofHelp")} maxLength={1000} />
      <Field name="occurredAt" type="date" label={t("saidWhen")} help={t("saidWhenHelp")} />
      <div>
        <SubmitButton size="small">{t("record")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

type Props = { accountId: string; consents: Consent[]; action: FormAction | null };

/** What the customer agreed to, by channel and purpose, with source and proof, and what was said before. */
export function ConsentCard({ accountId, consents, action }: Props) {
  const t = useTranslations("customers");
  const current = consents.filter(({ isCurrent }) => isCurrent);
  const earlier = consents.filter(({ isCurrent }) => !isCurrent);
  return (
    <Card
      title={t("consent")}
      id="consent"
      actions={<CallBehind tool="get_consent" args={{ accountId, history: true }} />}
    >
      {current.length === 0 ? (
        <p className="px-4 py-3 text-[13px] text-ink-soft">{t("noConsent")}</p>
      ) : (
        <ul className="divide-y">
          {current.map((consent) => (
            <ConsentLine key={consent.id} consent={consent} />
          ))}
        </ul>
      )}
      <CardBody className="flex flex-wrap gap-2 border-t">
        {action && (
          <Disclosure label={t("recordConsent")}>
            <ConsentForm accountId={accountId} action={action} />
          </Disclosure>
        )}
        {earlier.length > 0 && (
          <Disclosure label={t("earlierConsent", { count: earlier.length })} tone="quiet">
            <ul className="-mx-4 divide-y">
              {earlier.map((consent) => (
                <ConsentLine key={consent.id} consent={consent} />
              ))}
            </ul>
          </Disclosure>
        )}
      </CardBody>
    </Card>
  );
}
