import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ImportView } from "@/lib/operations/imports/import-view";
import { Refresher } from "./refresher";

const REFRESH_MS = 1_000;

/** How far an import is; the page follows it. */
export function ImportProgress({ job, uploadId, stop }: { job: ImportView; uploadId: string; stop: FormAction }) {
  const t = useTranslations("imports");
  const isUndo = job.status === "undoing";
  return (
    <Card title={t(isUndo ? "undoing" : "running")} description={t("runningHelp")}>
      <CardBody className="grid gap-4">
        <Refresher everyMs={REFRESH_MS} />
        <noscript>
          <meta httpEquiv="refresh" content="3" />
        </noscript>
        <progress
          className="h-3 w-full accent-jade"
          aria-label={t("running")}
          max={job.rowCount}
          value={isUndo ? undefined : job.processed}
        />
        {!isUndo && (
          <>
            <output className="tabular-nums">
              {t("progress", {
                processed: job.processed,
                rows: job.rowCount,
                created: job.created,
                held: job.heldBack,
              })}
            </output>
            <ActionForm action={stop}>
              <input type="hidden" name="importId" value={job.id} />
              <input type="hidden" name="upload" value={uploadId} />
              <SubmitButton tone="plain">{t("stop")}</SubmitButton>
            </ActionForm>
          </>
        )}
      </CardBody>
    </Card>
  );
}
