import { z } from "zod";
import { idField, lineOfText } from "@/lib/kernel/fields";

export const STAGE_OUTCOMES = ["open", "won", "lost"] as const;
export const pipelineIdField = idField("pipe", "Id of a pipeline, from list_pipelines.");
export const pipelineNameField = lineOfText(1, 80).meta({
  description: "Name of the pipeline.",
  examples: ["Corporate sales"],
});

const stageName = lineOfText(1, 80).meta({ description: "Name of the stage.", examples: ["Trial booked"] });
const stageShape = {
  probability: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({ description: "Chance of winning in per cent. New: 100 won, 0 lost, else 50.", examples: [40] }),
  outcome: z
    .enum(STAGE_OUTCOMES)
    .optional()
    .meta({ description: "open, or the end: won or lost. New: open.", examples: ["open"] }),
};
const stageExample = [
  { name: "Lead", probability: 10 },
  { name: "Won", outcome: "won" },
  { name: "Lost", outcome: "lost" },
];
const STAGE_RULE = "The stages in order, at least one open, one won and one lost.";

export const newStagesField = z
  .array(z.strictObject({ name: stageName, ...stageShape }))
  .min(3)
  .max(30)
  .meta({ description: STAGE_RULE, examples: [stageExample] });

export const stagesField = z
  .array(
    z.strictObject({
      id: idField("stg", "Id of a stage to keep; absent for a new one.").optional(),
      name: stageName.optional(),
      ...stageShape,
    }),
  )
  .min(3)
  .max(30)
  .meta({
    description: `${STAGE_RULE} Replaces the list: a stage given by its id alone stays as it is; a new one needs a name.`,
    examples: [[{ id: "stg_0OaZ3kP9x1yB7cD2eF4gH6jK" }, ...stageExample.slice(1)]],
  });

export interface StageValues {
  name: string;
  probability: number;
  outcome: (typeof STAGE_OUTCOMES)[number];
}

const USUAL_PROBABILITY = { open: 50, won: 100, lost: 0 };

/** A stage with what was not said filled in. */
export function stageValues(
  name: string,
  { probability, outcome = "open" }: { probability?: number | undefined; outcome?: StageValues["outcome"] | undefined },
): StageValues {
  return { name, outcome, probability: probability ?? USUAL_PROBABILITY[outcome] };
}

export const stageView = z.object({
  id: z.string(),
  name: z.string(),
  position: z.int(),
  probability: z.int(),
  outcome: z.enum(STAGE_OUTCOMES),
});

export const pipelineView = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  stages: z.array(stageView),
  version: z.int(),
});
export type PipelineView = z.output<typeof pipelineView>;

export interface PipelineRow {
  id: string;
  name: string;
  isDefault: boolean;
  version: number;
  stages: { id: string; name: string; position: number; probability: number; outcome: string }[];
}

export function toPipelineView({ id, name, isDefault, version, stages }: PipelineRow): PipelineView {
  return {
    id,
    name,
    isDefault,
    version,
    stages: stages.map((stage) => ({
      id: stage.id,
      name: stage.name,
      position: stage.position,
      probability: stage.probability,
      outcome: z.enum(STAGE_OUTCOMES).parse(stage.outcome),
    })),
  };
}
