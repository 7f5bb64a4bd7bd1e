import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** One line that adds a task; the rest of it can be filled in later. `day` is what the list is about. */
export function QuickAdd({ action, day }: { action: FormAction; day?: string }) {
  const t = useTranslations("tasks");
  return (
    <ActionForm
      action={action}
      className="grid items-end gap-2 sm:grid-cols-[1fr_auto_auto]"
      aria-label={t("quickAdd")}
    >
      <Field name="title" label={t("what")} maxLength={200} placeholder={t("whatExample")} required />
      <Field name="dueDate" type="date" label={t("due")} defaultValue={day} />
      <SubmitButton>{t("add")}</SubmitButton>
    </ActionForm>
  );
}
