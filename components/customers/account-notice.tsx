import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";

const DONE = ["created", "linked", "merged", "back", "undone", "noteDeleted", "contactRemoved", "filled"] as const;
const UNDOABLE = /^(note|con|mrg)_[0-9A-Za-z]{1,60}$/;

type Props = { accountId: string; done?: string; undo?: string; action: FormAction };

/** What was just done on a customer's page, with the way back where there is one. */
export function AccountNotice({ accountId, done, undo = "", action }: Props) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  const what = DONE.find((word) => word === done);
  if (!what) return null;
  return (
    <Notice
      key={`${what}-${undo}`}
      dismiss={common("dismiss")}
      action={
        UNDOABLE.test(undo) && (
          <ActionForm action={action}>
            <input type="hidden" name="id" value={accountId} />
            <input type="hidden" name="undo" value={undo} />
            <SubmitButton tone="plain" size="small">
              {t("undo")}
            </SubmitButton>
          </ActionForm>
        )
      }
    >
      {t(`done.${what}`)}
    </Notice>
  );
}
