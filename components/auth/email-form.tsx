import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** First half of signing in: which mailbox. `next` is where to go afterwards. */
export function EmailForm({ action, next }: { action: FormAction; next?: string }) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={action} className="grid gap-4">
      {next && <input type="hidden" name="next" value={next} />}
      <Field
        name="email"
        type="email"
        label={t("email")}
        autoComplete="email webauthn"
        placeholder="you@example.com"
        maxLength={254}
        required
        autoFocus
      />
      <SubmitButton>{t("sendCode")}</SubmitButton>
    </ActionForm>
  );
}
