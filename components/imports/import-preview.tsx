import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { HeldTable } from "./held-table";
import type { Choices, UploadFacts } from "./import-choices";

type Problem = { row: number; field: string; value: string; rule: string };
type Duplicate = { row: number; matchedOn: string[]; accountId: string | null; name: string; otherRow: number | null };
type Join = { row: number; kind: "merge" | "link"; accountId: string | null; name: string; otherRow: number | null };
export type Preview = {
  rowCount: number;
  checkedRows: number;
  created: number;
  linked: number;
  merged: number;
  heldBack: number;
  problems: Problem[];
  kept: Problem[];
  joins: Join[];
  duplicates: Duplicate[];
};

type Props = {
  preview: Preview | null;
  refusal: string | null;
  upload: UploadFacts;
  choices: Choices;
  actions: { start: FormAction; discard: FormAction };
};

const SHOWN = 50;

/** What an import would do, row by row where something is wrong, and the button that does it. */
export function ImportPreview({ preview, refusal, upload, choices, actions }: Props) {
  const t = useTranslations("imports");
  const lines = preview ? linesOf(preview) : [];
  return (
    <Card title={t("preview")} description={preview ? t("previewHelp") : undefined}>
      <CardBody className="grid gap-4">
        {!preview && (
          <Alert tone="danger" hint={<span lang="en">{refusal}</span>}>
            {t("noPreview")}
          </Alert>
        )}
        {preview && (
          <p className="text-[15px]">
            {t("wouldBe", {
              created: preview.created,
              linked: preview.linked,
              merged: preview.merged,
              held: preview.heldBack,
            })}{" "}
            {preview.checkedRows < preview.rowCount && t("onlyFirst", { checked: preview.checkedRows })}
          </p>
        )}
        <div className="flex flex-wrap items-start gap-3">
          {preview && (
            <ActionForm action={actions.start} className="grid gap-3">
              <input type="hidden" name="upload" value={upload.id} />
              <input type="hidden" name="mapping" value={JSON.stringify(choices.mapping)} />
              <input type="hidden" name="onDuplicate" value={choices.onDuplicate} />
              <input type="hidden" name="dateOrder" value={choices.dateOrder} />
              <SubmitButton>{t("start", { rows: preview.rowCount })}</SubmitButton>
            </ActionForm>
          )}
          <ActionForm action={actions.discard}>
            <input type="hidden" name="upload" value={upload.id} />
            <SubmitButton tone="plain">{t("discard")}</SubmitButton>
          </ActionForm>
        </div>
      </CardBody>
      {lines.length > 0 && (
        <div className="border-t">
          <HeldTable lines={lines.slice(0, SHOWN)} label={t("toSee")} />
          {lines.length > SHOWN && (
            <p className="px-4 py-3 text-[13px] text-ink-soft">{t("moreHeld", { count: lines.length - SHOWN })}</p>
          )}
        </div>
      )}
    </Card>
  );
}

function linesOf({ problems, kept, joins, duplicates }: Preview) {
  const joined = joins.map(({ row, kind, accountId, name }) => ({
    row,
    field: "name",
    value: "",
    rule: kind === "merge" ? `is merged into ${name}` : `becomes a contact of ${name}`,
    accountId,
  }));
  const doubles = duplicates.map(({ row, matchedOn, accountId, name, otherRow }) => ({
    row,
    field: matchedOn[0] ?? "name",
    value: "",
    rule: otherRow === null ? `belongs to ${name}` : `stands in row ${otherRow} already`,
    accountId,
  }));
  return [...problems, ...kept, ...joined, ...doubles].sort((a, b) => a.row - b.row);
}
