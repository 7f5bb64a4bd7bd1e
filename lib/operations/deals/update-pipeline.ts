import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { expectedVersionField } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { differences } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { invalidField } from "@/lib/kernel/refusals";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import {
  pipelineIdField,
  pipelineNameField,
  pipelineView,
  STAGE_OUTCOMES,
  type StageValues,
  stagesField,
  stageValues,
  toPipelineView,
} from "./pipeline";
import { checkStages, type Pipeline, requirePipeline } from "./read-pipeline";

const self = (): AnyOperation => updatePipeline;
const kept = z.array(z.looseObject({ position: z.number() }));

export const updatePipeline = defineOperation({
  name: "update_pipeline",
  title: "Update a pipeline",
  description:
    "Renames a pipeline, makes it the default, or replaces its list of stages: a stage given by id keeps what is not said anew, one without id is new, one that is not listed goes. A stage with deals cannot be dropped; move them first with update_deal_stage.",
  area: "deals",
  effect: "update",
  scopes: ["deals:write"],
  input: z.strictObject({
    pipelineId: pipelineIdField,
    name: pipelineNameField.optional(),
    isDefault: z
      .literal(true)
      .optional()
      .meta({ description: "true makes it the default pipeline.", examples: [true] }),
    stages: stagesField.optional(),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ pipeline: pipelineView }),
  renderType: "record",
  summary: ({ pipeline }) => `Pipeline "${pipeline.name}" updated`,
  undo: {
    with: self,
    arguments: ({ entityId, before }) => {
      const { isDefault: _, stages, ...rest } = z.looseObject({ stages: kept.optional() }).parse(before);
      return {
        ...rest,
        ...(stages ? { stages: stages.map(({ position: _place, ...stage }) => stage) } : {}),
        pipelineId: entityId,
      };
    },
  },

  async run(context, { pipelineId, name, isDefault, stages, expectedVersion }) {
    const { db, note } = context;
    await lockRow(db, "pipelines", pipelineId);
    const row = await requirePipeline(db, pipelineId);
    const before = toPipelineView(row);
    requireVersion(row.version, expectedVersion, pipelineView, () => before);
    if (stages) await replaceStages(context, row, stages);
    if (isDefault) await db.pipeline.updateMany({ where: { isDefault: true }, data: { isDefault: false } });
    await db.pipeline.updateMany({
      where: { id: pipelineId },
      data: { ...(name ? { name } : {}), ...(isDefault ? { isDefault } : {}), version: { increment: 1 } },
    });
    const pipeline = toPipelineView(await requirePipeline(db, pipelineId));
    note({ entityId: pipelineId, ...differences(before, pipeline, ["name", "isDefault", "stages"]) });
    return { pipeline };
  },
});

type Stages = z.output<typeof stagesField>;

async function replaceStages({ db, caller }: TenantContext, { id: pipelineId }: Pipeline, told: Stages): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  // Archived stages may come back, which is how a removal is undone.
  const known = await db.pipelineStage.findMany({ where: { pipelineId } });
  const stages = told.map((stage, index) => completed(stage, index, known));
  checkStages(stages);
  const ids = stages.flatMap(({ id }) => (id ? [id] : []));
  const dropped = known.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
  const held = await db.deal.findMany({
    where: { stageId: { in: dropped }, deletedAt: null },
    take: 1,
    include: { stage: true },
  });
  if (held[0]) {
    throw new OperationError("precondition_failed", {
      reason: "stageHasDeals",
      message: `stages: "${held[0].stage.name}" still has deals`,
      hint: "Move its deals with update_deal_stage, then repeat.",
      details: { field: "stages", stageId: held[0].stageId, name: held[0].stage.name },
    });
  }
  await db.pipelineStage.updateMany({ where: { id: { in: dropped } }, data: { archivedAt: new Date() } });
  for (const [index, { id, ...stage }] of stages.entries()) {
    const data = { ...stage, position: index + 1, archivedAt: null };
    if (id) await db.pipelineStage.updateMany({ where: { id }, data });
    else await db.pipelineStage.create({ data: { organisationId, companyId, id: newId("stg"), pipelineId, ...data } });
  }
}

/** A stage as it shall be: one that is kept has what it had unless it is said anew. Throws invalid_input naming its place. */
function completed(
  { id, name, probability, outcome }: Stages[number],
  index: number,
  known: readonly { id: string; name: string; probability: number; outcome: string }[],
): StageValues & { id: string | undefined } {
  const kept = known.find((stage) => stage.id === id);
  if (id !== undefined && !kept) throw invalidField(`stages.${index}.id`, `${id} is no stage of this pipeline`);
  const label = name ?? kept?.name;
  if (label === undefined) throw invalidField(`stages.${index}.name`, "is required for a new stage");
  const before = kept ? { probability: kept.probability, outcome: z.enum(STAGE_OUTCOMES).parse(kept.outcome) } : {};
  const isNewEnd = outcome !== undefined && outcome !== before.outcome;
  return {
    id,
    ...stageValues(label, {
      outcome: outcome ?? before.outcome,
      probability: probability ?? (isNewEnd ? undefined : before.probability),
    }),
  };
}
