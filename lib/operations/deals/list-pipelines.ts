import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";
import { defineOperation } from "@/lib/kernel/operation";
import { pipelineView, toPipelineView } from "./pipeline";
import { WITH_STAGES } from "./read-pipeline";

const totals = z.object({ stageId: z.string(), dealCount: z.int(), amount: z.string() });

export const listPipelines = defineOperation({
  name: "list_pipelines",
  title: "List pipelines",
  description:
    "Lists the pipelines with their stages in order, and for each stage how many deals stand there and what they are worth in the company's currency. Every company starts with one. Stage names and ids go into create_deal and update_deal_stage.",
  area: "deals",
  effect: "read",
  scopes: ["deals:read"],
  input: z.strictObject({}),
  output: listOf(pipelineView.extend({ totals: z.array(totals) })).extend({ currency: z.string() }),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "pipeline"),

  async run({ db, caller }) {
    const { currency } = caller.workspace;
    const [rows, sums] = await Promise.all([
      db.pipeline.findMany({ orderBy: [{ isDefault: "desc" }, { id: "asc" }], include: WITH_STAGES }),
      // Deals keep the currency they were made in; another currency is counted but not added up.
      db.deal.groupBy({
        by: ["stageId"],
        where: { deletedAt: null, currency },
        _count: true,
        _sum: { amountMinor: true },
      }),
    ]);
    const byStage = new Map(sums.map((sum) => [sum.stageId, sum]));
    const items = rows.map((row) => ({
      ...toPipelineView(row),
      totals: row.stages.map(({ id }) => ({
        stageId: id,
        dealCount: byStage.get(id)?._count ?? 0,
        amount: toDecimal(byStage.get(id)?._sum.amountMinor ?? 0n, currency),
      })),
    }));
    return { items, currency };
  },
});
