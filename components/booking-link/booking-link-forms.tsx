import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

interface LinkForm {
  action: FormAction;
  token: string;
}

/** The one button behind the link of a wait-list offer. */
export function ClaimForm({ action, token }: LinkForm) {
  const t = useTranslations("booking");
  return (
    <ActionForm action={action} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <SubmitButton>{t("claimAction")}</SubmitButton>
    </ActionForm>
  );
}

/** Moves a booking to a time the customer names; a taken one is refused and what was typed stays. */
export function MoveForm({ action, token }: LinkForm) {
  const t = useTranslations("booking");
  return (
    <ActionForm action={action} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <Field name="start" label={t("moveLabel")} type="datetime-local" required />
      <SubmitButton>{t("moveAction")}</SubmitButton>
    </ActionForm>
  );
}

/** Cancels the booking. */
export function CancelForm({ action, token }: LinkForm) {
  const t = useTranslations("booking");
  return (
    <ActionForm action={action} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <SubmitButton tone="danger">{t("cancelAction")}</SubmitButton>
    </ActionForm>
  );
}
