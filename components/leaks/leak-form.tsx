import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** Kills a key for whoever holds it. The answer is the same for every well-formed key. */
export function LeakForm({ action }: { action: FormAction }) {
  const t = useTranslations("leaks");
  return (
    <ActionForm action={action} className="grid gap-4">
      <TextAreaField
        name="apiKey"
        label={t("key")}
        help={t("keyHelp")}
        placeholder="fav_mcp_…"
        rows={3}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <Field name="url" type="url" label={t("where")} help={t("whereHelp")} placeholder="https://" maxLength={500} />
      <SubmitButton tone="danger">{t("kill")}</SubmitButton>
    </ActionForm>
  );
}
