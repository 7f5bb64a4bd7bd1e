import { useTranslations } from "next-intl";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import type { FormAction } from "@/components/ui/form-state";
import type { ImportView } from "@/lib/operations/imports/import-view";

type Props = { job: ImportView; action: FormAction; size?: "small" | "medium" };

/** Takes an import back, after saying what goes and what stays. */
export function UndoImport({ job, action, size = "small" }: Props) {
  const t = useTranslations("imports");
  const name = job.label ?? t("rowsOfCall");
  return (
    <ConfirmedAction
      label={t("undo")}
      warning={t("undoWarning", { count: job.created })}
      size={size}
      aria-label={t("undoOf", { name })}
      action={action}
      values={{ importId: job.id, upload: job.uploadId ?? "" }}
      submit={t("undo")}
    />
  );
}
