import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Criteria } from "@/lib/operations/segments/criteria";
import type { SegmentView } from "@/lib/operations/segments/segment";
import { Builder } from "./builder";
import type { FieldOption } from "./field-option";
import { useBuilderLabels } from "./use-builder-labels";

type Props = {
  action: FormAction;
  segment?: SegmentView;
  criteria: Criteria | null;
  options: readonly FieldOption[];
  idempotencyKey?: string;
};

/** Name, purpose and criteria of a segment, to make a new one or to change one. */
export function SegmentForm({ action, segment, criteria, options, idempotencyKey }: Props) {
  const t = useTranslations("segments");
  const common = useTranslations("common");
  const labels = useBuilderLabels();
  const isStatic = segment?.segmentType === "STATIC";
  return (
    <ActionForm action={action} className="group/segment grid gap-4" aria-label={segment ? t("edit") : t("new")}>
      {segment && <input type="hidden" name="segmentId" value={segment.id} />}
      {segment && <input type="hidden" name="expectedVersion" value={segment.version} />}
      {segment && <input type="hidden" name="segmentType" value={segment.segmentType} />}
      {idempotencyKey && <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field name="name" label={t("name")} defaultValue={segment?.name} maxLength={120} required />
        <TextAreaField
          name="description"
          label={t("description")}
          defaultValue={segment?.description ?? ""}
          maxLength={1_000}
          rows={2}
        />
      </div>
      {!segment && (
        <fieldset className="grid gap-2">
          <legend className="pb-1.5 text-[13px] font-medium">{t("type")}</legend>
          <Checkbox
            type="radio"
            name="segmentType"
            value="DYNAMIC"
            defaultChecked
            label={t("types.DYNAMIC")}
            help={t("typeHelp.DYNAMIC")}
          />
          <Checkbox
            type="radio"
            name="segmentType"
            value="STATIC"
            label={t("types.STATIC")}
            help={t("typeHelp.STATIC")}
          />
        </fieldset>
      )}
      {!isStatic && (
        <div className="group-has-[[value=STATIC]:checked]/segment:hidden">
          <Builder {...{ criteria, options, labels }} source="/api/portal/segment-count" />
        </div>
      )}
      <div>
        <SubmitButton>{segment ? common("save") : t("add")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
