import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import type { HeldReason, ImportView } from "@/lib/operations/imports/import-view";
import { HeldTable } from "./held-table";
import { UndoImport } from "./undo-form";

type Held = { row: number; name: string; reasons: HeldReason[] };
type Props = { job: ImportView; held: Held[]; hasMore: boolean; undo: FormAction };

/** What came of an import: how many are in, who is held back and why, and the way back. */
export function ImportResult({ job, held, hasMore, undo }: Props) {
  const t = useTranslations("imports");
  const isWhole = job.status === "done";
  const lines = held.flatMap(({ row, name, reasons }) =>
    reasons.map((reason) => ({ row, ...reason, value: reason.value || name })),
  );
  return (
    <>
      <Card title={t("result")}>
        <CardBody className="grid gap-4">
          <Alert tone={isWhole ? "ok" : "warning"} hint={isWhole ? undefined : t("stoppedHelp")}>
            {t("resultLine", { created: job.created, linked: job.linked, merged: job.merged, held: job.heldBack })}
            {!isWhole &&
              ` ${t(job.failure === "limit_reached" ? "stoppedByPlan" : "stopped", { processed: job.processed, rows: job.rowCount })}`}
          </Alert>
          <div className="flex flex-wrap items-start gap-2">
            <ButtonLink href="/customers" tone="primary">
              {t("seeCustomers")}
            </ButtonLink>
            {(job.heldBack > 0 || !isWhole) && job.uploadId && (
              <ButtonLink href={`/customers/import?upload=${job.uploadId}&again=1`}>{t("again")}</ButtonLink>
            )}
            {held.length > 0 && (
              <a href={`/api/portal/imports/${job.uploadId}/problems`} download className={buttonStyle({})}>
                {t("download")}
              </a>
            )}
            <ButtonLink href="/customers/import" tone="quiet">
              {t("another")}
            </ButtonLink>
            {job.created + job.linked + job.merged > 0 && <UndoImport job={job} action={undo} size="medium" />}
          </div>
        </CardBody>
      </Card>
      {lines.length > 0 && (
        <Card title={t("heldRows")} description={t("heldHelp")}>
          <HeldTable lines={lines} label={t("heldRows")} />
          {hasMore && <p className="px-4 py-3 text-[13px] text-ink-soft">{t("moreInFile")}</p>}
        </Card>
      )}
    </>
  );
}
