import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { newStagesField, pipelineNameField, pipelineView, stageValues, toPipelineView } from "./pipeline";
import { checkStages, requirePipeline } from "./read-pipeline";

export const createPipeline = defineOperation({
  name: "create_pipeline",
  title: "Create a pipeline",
  description:
    "Adds another way deals can go, with stages of its own. Every company already has one (list_pipelines); add one only for sales that run differently. Next: create_deal with pipelineId.",
  area: "deals",
  effect: "create",
  scopes: ["deals:write"],
  input: z.strictObject({ name: pipelineNameField, stages: newStagesField }),
  output: z.object({ pipeline: pipelineView }),
  renderType: "record",
  summary: ({ pipeline }) => `Pipeline "${pipeline.name}" created with ${pipeline.stages.length} stages`,
  undo: { none: "A pipeline stays once it is there; rename it or change its stages with update_pipeline." },

  async run({ db, caller, note }, { name, stages: told }) {
    const { organisationId, companyId } = caller.workspace;
    const stages = told.map((stage) => stageValues(stage.name, stage));
    checkStages(stages);
    const id = newId("pipe");
    await db.pipeline.create({ data: { organisationId, companyId, id, name } });
    await db.pipelineStage.createMany({
      data: stages.map((stage, index) => ({
        organisationId,
        companyId,
        id: newId("stg"),
        pipelineId: id,
        position: index + 1,
        ...stage,
      })),
    });
    const pipeline = toPipelineView(await requirePipeline(db, id));
    note({ entityId: id, after: pipeline });
    return { pipeline };
  },
});
