import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { type Choice, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = { action: FormAction; deal: { id: string; stageId: string; version: number }; stages: Choice[] };

/** Moves a deal to another stage, a won or lost one included, and keeps why as a note. */
export function StageForm({ action, deal, stages }: Props) {
  const t = useTranslations("deals");
  return (
    <ActionForm action={action} className="grid gap-4" aria-label={t("moveDeal")}>
      <input type="hidden" name="dealId" value={deal.id} />
      <input type="hidden" name="expectedVersion" value={deal.version} />
      <SelectField name="stage" label={t("stage")} defaultValue={deal.stageId} choices={stages} />
      <TextAreaField name="reason" label={t("reason")} help={t("reasonHelp")} rows={2} maxLength={2_000} />
      <div>
        <SubmitButton tone="plain">{t("moveNow")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
