import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { UndoNotice } from "@/components/ui/undo-notice";

type Props = { done: string | undefined; undo: (form: FormData) => Promise<void> };

/** What was just done to a deal, as the address says it: `deleted.<id>`, `added`, `undone`, `refused`. */
export function DealNotice({ done, undo }: Props) {
  const t = useTranslations("deals.notice");
  const common = useTranslations("common");
  const [what, dealId = ""] = (done ?? "").split(".");
  if (what === "deleted") {
    return (
      <UndoNotice undo={undo} fields={{ dealId }}>
        {t("deleted")}
      </UndoNotice>
    );
  }
  if (what !== "added" && what !== "undone" && what !== "refused") return null;
  return <Notice dismiss={common("dismiss")}>{t(what)}</Notice>;
}
