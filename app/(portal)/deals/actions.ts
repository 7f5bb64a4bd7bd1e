"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { createDeal } from "@/lib/operations/deals/create-deal";
import { deleteDeal } from "@/lib/operations/deals/delete-deal";
import { listPipelines } from "@/lib/operations/deals/list-pipelines";
import { restoreDeal } from "@/lib/operations/deals/restore-deal";
import { updateDeal } from "@/lib/operations/deals/update-deal";
import { updateDealStage } from "@/lib/operations/deals/update-deal-stage";
import { createNote } from "@/lib/operations/notes/create-note";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { customerOf } from "@/lib/surfaces/portal/customer-lookup";
import {
  given,
  optionalLines,
  optionalNumber,
  optionalText,
  retrySafe,
  submit,
  text,
} from "@/lib/surfaces/portal/form";

/** `12,000.50` as people type it, without the separators of thousands. */
const amountOf = (form: FormData) => optionalText(form, "amount")?.replaceAll(/[,\s]/g, "");

/** The pipeline that a stage belongs to: a stage's id alone does not say it. */
async function pipelineOf(stageId: string): Promise<string | undefined> {
  const { data } = await call(listPipelines, {});
  return data.items.find(({ stages }) => stages.some(({ id }) => id === stageId))?.id;
}

async function valuesOf(form: FormData) {
  return {
    amount: amountOf(form) ?? null,
    accountId: await customerOf(form),
    contactId: optionalText(form, "contactId") ?? null,
    closingDate: optionalText(form, "closingDate") ?? null,
    ownerId: optionalText(form, "ownerId") ?? null,
    dealType: optionalText(form, "dealType") ?? null,
    description: optionalLines(form, "description") ?? null,
  };
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const stage = text(form, "stage");
    const where = { stage, pipelineId: await pipelineOf(stage) };
    const values = given(await valuesOf(form));
    await call(createDeal, { name: text(form, "name"), ...where, ...values, ...retrySafe(form) });
    redirect(`/deals?done=added${where.pipelineId ? `&pipeline=${where.pipelineId}` : ""}`);
  });
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const [dealId, name] = [text(form, "dealId"), text(form, "name")];
  return submit(
    form,
    async () => {
      const values = await valuesOf(form);
      // A contact belongs to the customer it was chosen for.
      const contact = text(form, "accountId") === values.accountId ? {} : { contactId: null };
      await call(updateDeal, { dealId, name, ...values, ...contact, expectedVersion });
    },
    "common.saved",
  );
}

/** Moves a deal; why it was won or lost is kept as a note about it. Answers the deal's new version. */
export async function move(_state: FormState, form: FormData): Promise<FormState> {
  const [dealId, stage] = [text(form, "dealId"), text(form, "stage")];
  const expectedVersion = optionalNumber(form, "expectedVersion");
  const reason = optionalLines(form, "reason");
  const state = await submit(
    form,
    async () => {
      const to = { dealId, stage, pipelineId: await pipelineOf(stage), expectedVersion };
      const { deal } = (await call(updateDealStage, to)).data;
      if (reason) await call(createNote, { entityType: "deal", entityId: dealId, body: `${deal.stage}: ${reason}` });
      return deal.version;
    },
    "deals.wasMoved",
  );
  // Whoever was refused sees where the deal stands now.
  if (state.status === "error") refresh();
  return state;
}

export async function addNote(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    entityType: "deal" as const,
    entityId: text(form, "dealId"),
    body: optionalLines(form, "body") ?? "",
  };
  return submit(form, async () => void (await call(createNote, input)), "common.saved");
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  const dealId = text(form, "dealId");
  return submit(form, async () => {
    await call(deleteDeal, { dealId });
    redirect(`/deals?done=deleted.${dealId}`);
  });
}

/** The undo of deleting. */
export async function restore(form: FormData): Promise<void> {
  const outcome = await attempt(restoreDeal, { dealId: text(form, "dealId") });
  redirect(`/deals?done=${outcome.ok ? "undone" : "refused"}`);
}
