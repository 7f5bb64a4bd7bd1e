import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment, TimeAgo } from "@/components/ui/time";
import { ViewForm, type ViewState } from "@/components/ui/view-form";
import type { KeyView } from "@/lib/operations/keys/key";
import { KeyStatus } from "./key-status";

export type LeakNote = { id: string; source: string; url: string | null; reportedAt: string };

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5 px-4 py-2.5 sm:grid-cols-[11rem_1fr]">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function KeyFacts({ apiKey, companyName, leaks }: { apiKey: KeyView; companyName: string; leaks: LeakNote[] }) {
  const t = useTranslations("keys");
  return (
    <dl className="divide-y text-[13px]">
      <Fact label={t("key")}>
        <code className="font-mono" translate="no">
          {apiKey.key}
        </code>
      </Fact>
      <Fact label={t("state")}>
        <KeyStatus status={apiKey.status} />
      </Fact>
      {apiKey.revokedAt && (
        <Fact label={t("revokedAt")}>
          <Moment at={apiKey.revokedAt} /> · <span translate="no">{apiKey.revokedReason}</span>
        </Fact>
      )}
      {leaks.map((leak) => (
        <Fact key={leak.id} label={t("foundAt")}>
          <Moment at={leak.reportedAt} /> · {t(`leakSource.${leak.source === "form" ? "form" : "github"}`)}
          {leak.url && (
            <span className="block break-all" translate="no">
              {leak.url}
            </span>
          )}
        </Fact>
      ))}
      <Fact label={t("company")}>
        <span translate="no">{companyName}</span>
      </Fact>
      <Fact label={t("createdBy")}>
        <span translate="no">{apiKey.createdBy}</span> · <Moment at={apiKey.createdAt} />
      </Fact>
      <Fact label={t("expires")}>{apiKey.expiresAt ? <Moment at={apiKey.expiresAt} /> : t("neverExpires")}</Fact>
      <Fact label={t("lastUsed")}>
        {apiKey.lastUsedAt ? (
          <>
            <TimeAgo at={apiKey.lastUsedAt} />
            <span className="text-ink-soft" translate="no">
              {" "}
              {[apiKey.lastUsedClient, apiKey.lastUsedIp].filter(Boolean).join(" · ")}
            </span>
          </>
        ) : (
          t("neverUsed")
        )}
      </Fact>
      <Fact label={t("access")}>
        <span className="font-mono text-xs leading-relaxed" translate="no">
          {apiKey.scopes.join(" ")}
        </span>
      </Fact>
    </dl>
  );
}

type Props = {
  apiKey: KeyView;
  companyName: string;
  leaks: LeakNote[];
  rename: FormAction;
  rotate: FormAction<ViewState>;
  idempotencyKey: string;
};

/** Everything about one key: facts, name, rotation, end. */
export function KeyDetail({ apiKey, companyName, leaks, rename, rotate, idempotencyKey }: Props) {
  const t = useTranslations("keys");
  const common = useTranslations("common");
  return (
    <>
      <Card>
        <KeyFacts {...{ apiKey, companyName, leaks }} />
      </Card>
      {apiKey.status === "active" && (
        <>
          <Card title={t("rename")}>
            <CardBody>
              <ActionForm action={rename} className="grid max-w-md gap-3">
                <input type="hidden" name="keyId" value={apiKey.id} />
                <input type="hidden" name="expectedVersion" value={apiKey.version} />
                <Field name="name" label={t("name")} defaultValue={apiKey.name} maxLength={80} required />
                <div>
                  <SubmitButton tone="plain">{common("save")}</SubmitButton>
                </div>
              </ActionForm>
            </CardBody>
          </Card>
          <Card title={t("rotate")} description={t("rotateHelp")}>
            <CardBody>
              <ViewForm action={rotate} className="grid max-w-md gap-3">
                <input type="hidden" name="keyId" value={apiKey.id} />
                <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
                <SelectField
                  name="overlap"
                  label={t("overlap")}
                  defaultValue="1h"
                  choices={(["none", "1h", "24h"] as const).map((value) => ({ value, label: t(`overlaps.${value}`) }))}
                />
                <div>
                  <SubmitButton tone="plain">{t("rotate")}</SubmitButton>
                </div>
              </ViewForm>
            </CardBody>
          </Card>
          <Card title={t("revoke")} description={t("revokeHelp")} tone="danger">
            <CardBody>
              <ButtonLink href={`/settings/mcp-keys/${apiKey.id}/revoke`} tone="dangerPlain">
                {t("revokeAsk")}
              </ButtonLink>
            </CardBody>
          </Card>
        </>
      )}
    </>
  );
}
