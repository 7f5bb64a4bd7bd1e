import { useTranslations } from "next-intl";
import { ActionForm } from "./action-form";
import type { FormAction } from "./form-state";
import { Notice } from "./notice";
import { SubmitButton } from "./submit-button";

type Props = { done?: string; undo?: string; restore: FormAction };

/** Says that a saved view was saved or deleted; a deletion can be taken back. */
export function ViewNotice({ done, undo, restore }: Props) {
  const t = useTranslations("common.views");
  const common = useTranslations("common");
  if (done === "viewSaved") return <Notice dismiss={common("dismiss")}>{t("saved")}</Notice>;
  if (done !== "viewDeleted" || !undo) return null;
  return (
    <Notice
      key={undo}
      dismiss={common("dismiss")}
      action={
        <ActionForm action={restore}>
          <input type="hidden" name="undo" value={undo} />
          <SubmitButton tone="plain" size="small">
            {t("undo")}
          </SubmitButton>
        </ActionForm>
      }
    >
      {t("deleted")}
    </Notice>
  );
}
