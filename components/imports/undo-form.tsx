import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Confirm } from "@/components/ui/confirm";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ImportView } from "@/lib/operations/imports/import-view";

type Props = { job: ImportView; action: FormAction; size?: "small" | "medium" };

/** Takes an import back, after saying what goes and what stays. */
export function UndoImport({ job, action, size = "small" }: Props) {
  const t = useTranslations("imports");
  const name = job.label ?? t("rowsOfCall");
  return (
    <Confirm
      label={t("undo")}
      warning={t("undoWarning", { count: job.created })}
      size={size}
      aria-label={t("undoOf", { name })}
    >
      <ActionForm action={action}>
        <input type="hidden" name="importId" value={job.id} />
        <input type="hidden" name="upload" value={job.uploadId ?? ""} />
        <SubmitButton tone="danger" size="small">
          {t("undo")}
        </SubmitButton>
      </ActionForm>
    </Confirm>
  );
}
