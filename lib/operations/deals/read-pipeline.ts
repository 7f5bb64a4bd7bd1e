import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { invalidField, noSuch } from "@/lib/kernel/refusals";
import { fold } from "../accounts/search-text";

export const WITH_STAGES = { stages: { where: { archivedAt: null }, orderBy: { position: "asc" } } } as const;

/** The pipeline, or the company's default one. Throws not_found. */
export async function requirePipeline(db: DatabaseClient, id: string | undefined) {
  const row = await db.pipeline.findFirst({ where: id ? { id } : { isDefault: true }, include: WITH_STAGES });
  if (!row) throw noSuch("pipelineId", "pipeline", "list_pipelines");
  return row;
}
export type Pipeline = Awaited<ReturnType<typeof requirePipeline>>;

/** The stage that a name or id means. Throws invalid_input that lists the stages there are. */
export function stageOf({ stages, name }: Pipeline, stage: string) {
  const found = stages.find(({ id }) => id === stage) ?? stages.find((each) => fold(each.name) === fold(stage));
  if (found) return found;
  throw invalidField(
    "stage",
    `must be a stage of ${name}: ${stages.map((each) => each.name).join(", ")}`,
    stages[0]?.name,
  );
}

/** A pipeline needs somewhere to be, to win and to lose, and names that differ. */
export function checkStages(stages: readonly { name: string; outcome: string }[]): void {
  for (const outcome of ["open", "won", "lost"]) {
    if (!stages.some((stage) => stage.outcome === outcome))
      throw invalidField("stages", `needs a stage with outcome ${outcome}`);
  }
  const names = stages.map(({ name }) => fold(name));
  if (new Set(names).size < names.length) throw invalidField("stages", "must not name a stage twice");
}
