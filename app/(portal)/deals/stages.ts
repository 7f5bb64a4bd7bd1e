import type { Choice } from "@/components/ui/field";
import { listPipelines } from "@/lib/operations/deals/list-pipelines";
import type { PipelineView } from "@/lib/operations/deals/pipeline";
import { listStaff } from "@/lib/operations/team/list-staff";
import { view } from "@/lib/surfaces/portal/view";

/** Every pipeline with its stages and sums, and the currency of those. */
export async function pipelines() {
  return (await view(listPipelines, {})).data;
}

/** Stages as choices by id; with several pipelines the name of each stands before its stages. */
export function stageChoices(items: readonly PipelineView[]): Choice[] {
  return items.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name }) => ({
      value: id,
      label: items.length > 1 ? `${pipeline.name}: ${name}` : name,
    })),
  );
}

/** Who deals can belong to, as choices and by id. */
export async function dealOwners() {
  const { data } = await view(listStaff, { limit: 100 });
  const people = data.items.map(({ userId, name, email }) => ({ value: userId, label: name ?? email }));
  return { people, names: new Map(people.map(({ value, label }) => [value, label])) };
}
