import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = {
  eventId: string;
  /** The tool that takes the change back, or why none does (in English, as tools say it). */
  way: { tool: string } | { none: string };
  undoneByEventId: string | null;
  action: FormAction;
};

/** Takes a change back, says that it was, or says why it cannot be. */
export function UndoChange({ eventId, way, undoneByEventId, action }: Props) {
  const t = useTranslations("activity");
  if (undoneByEventId) {
    return (
      <Alert tone="ok">
        {t("wasUndone")}{" "}
        <Link
          href={`/activity/${undoneByEventId}`}
          prefetch={false}
          className="font-medium underline underline-offset-2"
        >
          {t("showUndo")}
        </Link>
      </Alert>
    );
  }
  if ("none" in way) {
    return (
      <Alert
        hint={
          <span translate="no" lang="en">
            {way.none}
          </span>
        }
      >
        {t("noUndo")}
      </Alert>
    );
  }
  return (
    <Card title={t("undoTitle")} description={t("undoHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid justify-items-start gap-3" aria-label={t("undoTitle")}>
          <input type="hidden" name="eventId" value={eventId} />
          <SubmitButton tone="plain">{t("undo")}</SubmitButton>
          <p className="text-[13px] text-ink-soft">
            {t.rich("undoCalls", {
              tool: () => (
                <code className="font-mono text-xs" translate="no">
                  {way.tool}
                </code>
              ),
            })}
          </p>
        </ActionForm>
      </CardBody>
    </Card>
  );
}
