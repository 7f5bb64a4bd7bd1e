import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { touchAccount } from "../accounts/account-values";
import { fold } from "../accounts/search-text";
import { dealFields, dealView, toDealView } from "./deal";
import { dealColumns, WITH_NAMES } from "./deal-values";
import { deleteDeal } from "./delete-deal";
import { pipelineIdField } from "./pipeline";
import { requirePipeline, stageOf } from "./read-pipeline";

const deletion = (): AnyOperation => deleteDeal;
const { name, ...rest } = dealFields;

export const createDeal = defineOperation({
  name: "create_deal",
  title: "Create a deal",
  description:
    "Adds a sale that may happen, usually with a customer (accountId). Without stage it starts in the first stage of the default pipeline; list_pipelines shows the stages. Next: update_deal_stage moves it, create_task follows up.",
  area: "deals",
  effect: "create",
  scopes: ["deals:write"],
  input: z.strictObject({
    name,
    pipelineId: pipelineIdField.optional(),
    ...z.object(rest).partial().shape,
  }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `Deal "${deal.name}" created in ${deal.stage}`,
  undo: undoById(deletion, "dealId"),

  async run(context, input) {
    const { db, caller, note } = context;
    const { organisationId, companyId, currency } = caller.workspace;
    const pipeline = await requirePipeline(db, input.pipelineId);
    const stage = input.stage === undefined ? pipeline.stages[0] : stageOf(pipeline, input.stage);
    if (!stage) throw new Error("a pipeline without stages");
    const row = await db.deal.create({
      data: {
        organisationId,
        companyId,
        id: newId("deal"),
        name: input.name,
        pipelineId: pipeline.id,
        stageId: stage.id,
        currency,
        dealType: input.dealType ?? null,
        description: input.description ?? null,
        probability: input.probability ?? null,
        closedAt: stage.outcome === "open" ? null : new Date(),
        searchText: fold(input.name),
        ...(await dealColumns(context, input, currency, null)),
      },
      include: WITH_NAMES,
    });
    await touchAccount(db, row.accountId);
    const deal = toDealView(row);
    note({ entityId: deal.id, after: deal });
    return { deal };
  },
});
