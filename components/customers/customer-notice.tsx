import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = {
  done?: string;
  /** After a deletion the ids with points between, after a restoration how many. */
  undo?: string;
  back: string;
  restore: FormAction;
};

/** What was just done with customers, with the way back. */
export function CustomerNotice({ done, undo = "", back, restore }: Props) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  const ids = undo.split(".").filter((id) => /^acc_[0-9A-Za-z]{1,60}$/.test(id));
  if (done === "restored") {
    return (
      <Notice key={undo} dismiss={common("dismiss")}>
        {t("restoredNotice", { count: Number(undo) || 1 })}
      </Notice>
    );
  }
  if (done !== "deleted") return null;
  return (
    <Notice
      key={undo}
      dismiss={common("dismiss")}
      action={
        ids.length > 0 && (
          <ActionForm action={restore}>
            <input type="hidden" name="id" value={ids.join(".")} />
            <input type="hidden" name="back" value={back} />
            <SubmitButton tone="plain" size="small">
              {t("undo")}
            </SubmitButton>
          </ActionForm>
        )
      }
    >
      {t("deletedNotice", { count: ids.length })}
    </Notice>
  );
}
