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
import { pipelineIdField, pipelineNameField, pipelineView, stagesField, toPipelineView } from "./pipeline";
import { checkStages, type Pipeline, requirePipeline } from "./read-pipeline";

const self = (): AnyOperation => updatePipeline;
const kept = z.array(z.looseObject({ position: z.number() }));

export const updatePipeline = defineOperation({
  name: "update_pipeline",
  title: "Update a pipeline",
  description:
    "Renames a pipeline, makes it the default, or replaces its list of stages: give the id of each stage to keep, leave it out for a new one, drop a stage to remove it. A stage with deals cannot be dropped; move them first with update_deal_stage.",
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
    requireVersion(row.version, expectedVersion, () => before);
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

async function replaceStages(
  { db, caller }: TenantContext,
  { id: pipelineId }: Pipeline,
  stages: Stages,
): Promise<void> {
  const { organisationId, companyId } = caller.workspace;
  checkStages(stages);
  // Archived stages may come back, which is how a removal is undone.
  const known = await db.pipelineStage.findMany({ where: { pipelineId } });
  const ids = stages.flatMap(({ id }) => (id ? [id] : []));
  const unknown = ids.find((id) => !known.some((stage) => stage.id === id));
  if (unknown) throw invalidField("stages", `${unknown} is no stage of this pipeline`);
  const dropped = known.filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
  const held = await db.deal.findMany({
    where: { stageId: { in: dropped }, deletedAt: null },
    take: 1,
    include: { stage: true },
  });
  if (held[0]) {
    throw new OperationError("precondition_failed", {
      message: `stages: "${held[0].stage.name}" still has deals`,
      hint: "Move its deals with update_deal_stage, then repeat.",
      details: { field: "stages", stageId: held[0].stageId },
    });
  }
  await db.pipelineStage.updateMany({ where: { id: { in: dropped } }, data: { archivedAt: new Date() } });
  for (const [index, { id, ...stage }] of stages.entries()) {
    const data = { ...stage, position: index + 1, archivedAt: null };
    if (id) await db.pipelineStage.updateMany({ where: { id }, data });
    else await db.pipelineStage.create({ data: { organisationId, companyId, id: newId("stg"), pipelineId, ...data } });
  }
}
