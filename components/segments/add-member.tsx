import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { LookupField } from "@/components/ui/lookup-field";
import { SubmitButton } from "@/components/ui/submit-button";

/** Puts a customer on a hand-picked list. */
export function AddMember({ action, segmentId }: { action: FormAction; segmentId: string }) {
  const t = useTranslations("segments");
  return (
    <ActionForm
      action={action}
      className="grid max-w-xl items-end gap-2 sm:grid-cols-[1fr_auto]"
      aria-label={t("addMember")}
    >
      <input type="hidden" name="segmentId" value={segmentId} />
      <LookupField name="accountId" label={t("customer")} source="/api/portal/lookup/customers" required />
      <SubmitButton tone="plain">{t("addMember")}</SubmitButton>
    </ActionForm>
  );
}
