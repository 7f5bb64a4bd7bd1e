import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { countOf, cursorField, limitField, listOf, pageOf, searchField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { fold } from "../accounts/search-text";
import { dealFields, dealView, toDealView } from "./deal";
import { WITH_NAMES } from "./deal-values";
import { pipelineIdField } from "./pipeline";

/** Stages that a name or id means, in any pipeline. */
async function stageIdsOf(db: DatabaseClient, stage: string): Promise<string[]> {
  const stages = await db.pipelineStage.findMany({ select: { id: true, name: true } });
  return stages.filter(({ id, name }) => id === stage || fold(name) === fold(stage)).map(({ id }) => id);
}

export const listDeals = defineOperation({
  name: "list_deals",
  title: "List deals",
  description:
    "Lists deals, newest first, by stage, outcome, customer, kind or part of the name. Next: get_deal, update_deal_stage.",
  area: "deals",
  effect: "read",
  scopes: ["deals:read"],
  input: z.strictObject({
    search: searchField,
    stage: dealFields.stage.optional(),
    outcome: z
      .enum(["open", "won", "lost"])
      .optional()
      .meta({ description: "Only deals in stages of this outcome.", examples: ["open"] }),
    pipelineId: pipelineIdField.optional(),
    dealType: dealFields.dealType.optional(),
    accountId: dealFields.accountId.optional(),
    page: z
      .int()
      .min(1)
      .max(500)
      .default(1)
      .meta({ description: "Page number; cursor is faster on long lists.", examples: [1] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(dealView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "deal"),

  async run({ db }, { search, stage, outcome, pipelineId, dealType, accountId, page, limit, cursor }) {
    const rows = await db.deal.findMany({
      where: {
        deletedAt: null,
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(search ? { searchText: { contains: fold(search) } } : {}),
        ...(stage ? { stageId: { in: await stageIdsOf(db, stage) } } : {}),
        ...(outcome ? { stage: { outcome } } : {}),
        ...(pipelineId ? { pipelineId } : {}),
        ...(dealType ? { dealType } : {}),
        ...(accountId ? { accountId } : {}),
      },
      orderBy: { id: "desc" },
      skip: cursor ? 0 : (page - 1) * limit,
      take: limit + 1,
      include: WITH_NAMES,
    });
    return pageOf(rows, limit, toDealView, ({ id }) => id);
  },
});
