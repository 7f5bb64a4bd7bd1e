import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment, TimeAgo } from "@/components/ui/time";
import type { KeyView } from "@/lib/operations/keys/key";

function ReviewedKey({ apiKey }: { apiKey: KeyView }) {
  const t = useTranslations("keys");
  return (
    <Card>
      <CardBody className="grid gap-3 sm:grid-cols-[1fr_auto]">
        <div className="grid gap-1 text-[13px]">
          <p className="text-sm font-medium" translate="no">
            {apiKey.name}
          </p>
          <code className="font-mono text-xs text-ink-soft" translate="no">
            {apiKey.key}
          </code>
          <p className="text-ink-soft">
            {t("createdBy")}: <span translate="no">{apiKey.createdBy}</span>, <Moment at={apiKey.createdAt} />
          </p>
          <p className="text-ink-soft">
            {t("lastUsed")}: {apiKey.lastUsedAt ? <TimeAgo at={apiKey.lastUsedAt} /> : t("neverUsed")}{" "}
            <span translate="no">{[apiKey.lastUsedClient, apiKey.lastUsedIp].filter(Boolean).join(" · ")}</span>
          </p>
        </div>
        <fieldset className="grid content-center gap-2">
          <legend className="sr-only">
            <span translate="no">{apiKey.name}</span>
          </legend>
          <Checkbox type="radio" name={`decision:${apiKey.id}`} value="keep" defaultChecked label={t("keep")} />
          <Checkbox type="radio" name={`decision:${apiKey.id}`} value="revoke" label={t("revoke")} />
        </fieldset>
      </CardBody>
    </Card>
  );
}

/** The first sign-in after an agent signed up: whoever had the code had a key, so the person decides about each. */
export function KeyReview({ keys, action, next }: { keys: KeyView[]; action: FormAction; next: string }) {
  const t = useTranslations("keys");
  return (
    <ActionForm action={action} className="grid max-w-3xl gap-3">
      <input type="hidden" name="next" value={next} />
      {keys.map((apiKey) => (
        <ReviewedKey key={apiKey.id} apiKey={apiKey} />
      ))}
      <div>
        <SubmitButton>{t("reviewDone")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
