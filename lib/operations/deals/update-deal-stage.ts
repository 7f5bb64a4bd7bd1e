import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { touchAccount } from "../accounts/account-values";
import { dealFields, dealIdField, dealView, toDealView } from "./deal";
import { requireDeal } from "./deal-values";
import { pipelineIdField } from "./pipeline";
import { requirePipeline, stageOf } from "./read-pipeline";

const self = (): AnyOperation => updateDealStage;

export const updateDealStage = defineOperation({
  name: "update_deal_stage",
  title: "Move a deal to another stage",
  description:
    "Moves a deal to a stage of its pipeline, by name or id; a won or lost stage closes it, an open one opens it again. With pipelineId it goes to another pipeline. list_pipelines shows the stages.",
  area: "deals",
  effect: "update",
  scopes: ["deals:write"],
  input: z.strictObject({
    dealId: dealIdField,
    stage: dealFields.stage,
    pipelineId: pipelineIdField.optional(),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `Deal "${deal.name}" is now in ${deal.stage}`,
  undo: undoUpdate(self, "dealId"),

  async run({ db, note }, { dealId, stage: wanted, pipelineId, expectedVersion }) {
    await lockRow(db, "deals", dealId);
    const row = await requireDeal(db, dealId);
    const before = toDealView(row);
    requireVersion(row.version, expectedVersion, dealView, () => before);
    const pipeline = await requirePipeline(db, pipelineId ?? row.pipelineId);
    const stage = stageOf(pipeline, wanted);
    const now = new Date();
    await db.deal.updateMany({
      where: { id: dealId },
      data: {
        pipelineId: pipeline.id,
        stageId: stage.id,
        ...(stage.id === row.stageId ? {} : { stageChangedAt: now }),
        closedAt: stage.outcome === "open" ? null : (row.closedAt ?? now),
        version: { increment: 1 },
      },
    });
    await touchAccount(db, row.accountId);
    const deal = toDealView(await requireDeal(db, dealId));
    note({
      entityId: dealId,
      before: { stage: before.stageId, pipelineId: before.pipelineId },
      after: { stage: deal.stageId, pipelineId: deal.pipelineId },
    });
    return { deal };
  },
});
