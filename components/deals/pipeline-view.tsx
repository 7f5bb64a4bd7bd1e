import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PipelineView } from "@/lib/operations/deals/pipeline";
import { type StageDraft, StageEditor, type StageEditorLabels } from "./stage-editor";

type Actions = { save: FormAction; makeDefault: FormAction; create: FormAction };

function useStageLabels(): StageEditorLabels {
  const t = useTranslations("deals.stages");
  return {
    stages: t("title"),
    help: t("help"),
    name: t("name"),
    probability: t("probability"),
    outcome: t("outcome"),
    open: t("open"),
    won: t("won"),
    lost: t("lost"),
    up: t("up"),
    down: t("down"),
    remove: t("remove"),
    add: t("add"),
  };
}

function PipelineCard({ pipeline, actions }: { pipeline: PipelineView; actions: Actions | null }) {
  const t = useTranslations("deals");
  const common = useTranslations("common");
  const labels = useStageLabels();
  const stages = pipeline.stages.map((stage) => ({ ...stage, probability: String(stage.probability) }));
  const title = (
    <>
      <span translate="no">{pipeline.name}</span> {pipeline.isDefault && <Badge tone="ok">{t("default")}</Badge>}
    </>
  );
  if (!actions) {
    return (
      <Card title={title}>
        <ol className="divide-y text-[13px]" translate="no">
          {pipeline.stages.map((stage) => (
            <li key={stage.id} className="flex justify-between px-4 py-2">
              {stage.name} <span className="text-ink-soft">{stage.probability} %</span>
            </li>
          ))}
        </ol>
      </Card>
    );
  }
  const makeDefault = !pipeline.isDefault && (
    <ActionForm action={actions.makeDefault}>
      <input type="hidden" name="pipelineId" value={pipeline.id} />
      <SubmitButton tone="plain" size="small">
        {t("makeDefault")}
      </SubmitButton>
    </ActionForm>
  );
  return (
    <Card title={title} actions={makeDefault}>
      <CardBody>
        <ActionForm
          action={actions.save}
          className="grid gap-4"
          aria-label={t("editPipeline", { name: pipeline.name })}
        >
          <input type="hidden" name="pipelineId" value={pipeline.id} />
          <input type="hidden" name="expectedVersion" value={pipeline.version} />
          <Field name="name" label={t("pipelineName")} defaultValue={pipeline.name} maxLength={80} required />
          <StageEditor key={pipeline.version} stages={stages} labels={labels} />
          <div>
            <SubmitButton>{common("save")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}

/** Every pipeline with its stages, and the form for one more. Without `actions` only to read. */
export function PipelineList({ pipelines, actions }: { pipelines: PipelineView[]; actions: Actions | null }) {
  const t = useTranslations("deals");
  const labels = useStageLabels();
  const first: StageDraft[] = [
    { id: "", name: t("stages.firstOpen"), probability: "20", outcome: "open" },
    { id: "", name: t("stages.won"), probability: "100", outcome: "won" },
    { id: "", name: t("stages.lost"), probability: "0", outcome: "lost" },
  ];
  return (
    <>
      {pipelines.map((pipeline) => (
        <PipelineCard key={pipeline.id} {...{ pipeline, actions }} />
      ))}
      {actions && (
        <Card title={t("newPipeline")} description={t("newPipelineHelp")}>
          <CardBody>
            <ActionForm action={actions.create} className="grid gap-4" aria-label={t("newPipeline")}>
              <Field name="name" label={t("pipelineName")} maxLength={80} required />
              <StageEditor key={pipelines.length} stages={first} labels={labels} />
              <div>
                <SubmitButton>{t("addPipeline")}</SubmitButton>
              </div>
            </ActionForm>
          </CardBody>
        </Card>
      )}
    </>
  );
}
