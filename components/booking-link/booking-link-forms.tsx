import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Confirm } from "@/components/ui/confirm";
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

/** Cancels the booking, after saying what that means. */
export function CancelForm({ action, token, isLate }: LinkForm & { isLate: boolean }) {
  const t = useTranslations("booking");
  return (
    <Confirm label={t("cancelAction")} warning={t(isLate ? "cancelWarningLate" : "cancelWarning")} size="medium">
      <ActionForm action={action} className="grid gap-3">
        <input type="hidden" name="token" value={token} />
        <Field name="reason" label={t("cancelReason")} maxLength={500} autoComplete="off" />
        <SubmitButton tone="danger">{t("cancelNow")}</SubmitButton>
      </ActionForm>
    </Confirm>
  );
}
