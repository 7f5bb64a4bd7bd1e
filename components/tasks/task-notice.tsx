import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { UndoNotice } from "@/components/ui/undo-notice";

type Props = { done: string | undefined; query: string; undo: (form: FormData) => Promise<void> };

/** What was just done to a task, as the address says it: `completed.<id>.<status before>`, `deleted.<id>`, `added.<id>`. */
export function TaskNotice({ done, query, undo }: Props) {
  const t = useTranslations("tasks");
  const common = useTranslations("common");
  const [what, taskId = "", was] = (done ?? "").split(".");
  switch (what) {
    case "completed":
    case "deleted":
      return (
        <UndoNotice undo={undo} fields={{ taskId, query, ...(was ? { was } : {}) }}>
          {t(`notice.${what}`)}
        </UndoNotice>
      );
    case "added":
    case "undone":
    case "refused":
      return <Notice dismiss={common("dismiss")}>{t(`notice.${what}`)}</Notice>;
    default:
      return null;
  }
}
