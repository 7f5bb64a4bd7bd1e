"use server";

import type { FormState } from "@/components/ui/form-state";
import { createPipeline } from "@/lib/operations/deals/create-pipeline";
import { updatePipeline } from "@/lib/operations/deals/update-pipeline";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, submit, text } from "@/lib/surfaces/portal/form";

const textsOf = (form: FormData, name: string) => form.getAll(name).map((value) => String(value).trim());

/** The rows of the stage editor in their order; a row without a name is left out. */
function stagesOf(form: FormData) {
  const [ids, chances, outcomes] = ["stageId", "stageProbability", "stageOutcome"].map((name) => textsOf(form, name));
  return textsOf(form, "stageName").flatMap((name, row) => {
    if (name === "") return [];
    const id = ids?.[row];
    const chance = chances?.[row];
    return [
      {
        ...(id ? { id } : {}),
        name,
        probability: chance ? Number(chance) : 0,
        outcome: (outcomes?.[row] ?? "open") as "open",
      },
    ];
  });
}

export async function save(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const input = { pipelineId: text(form, "pipelineId"), name: text(form, "name"), stages: stagesOf(form) };
  return submit(form, async () => void (await call(updatePipeline, { ...input, expectedVersion })), "common.saved");
}

export async function makeDefault(_state: FormState, form: FormData): Promise<FormState> {
  const input = { pipelineId: text(form, "pipelineId"), isDefault: true as const };
  return submit(form, async () => void (await call(updatePipeline, input)));
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  const stages = stagesOf(form).map(({ name, probability, outcome }) => ({ name, probability, outcome }));
  return submit(
    form,
    async () => void (await call(createPipeline, { name: text(form, "name"), stages })),
    "deals.pipelineAdded",
  );
}
