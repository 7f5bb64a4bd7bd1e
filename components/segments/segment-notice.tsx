import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { UndoNotice } from "@/components/ui/undo-notice";

type Props = { done: string | undefined; undo?: (form: FormData) => Promise<void> };

/** What was just done to a segment, as the address says it: `deleted.<id>`, `added`, `undone`, `refused`. */
export function SegmentNotice({ done, undo }: Props) {
  const t = useTranslations("segments.notice");
  const common = useTranslations("common");
  const [what, segmentId = ""] = (done ?? "").split(".");
  if (what === "deleted" && undo) {
    return (
      <UndoNotice undo={undo} fields={{ segmentId }}>
        {t("deleted")}
      </UndoNotice>
    );
  }
  if (what !== "added" && what !== "undone" && what !== "refused") return null;
  return <Notice dismiss={common("dismiss")}>{t(what)}</Notice>;
}
