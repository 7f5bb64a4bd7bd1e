import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { dealIdField, dealView, toDealView } from "./deal";
import { requireDeal } from "./deal-values";
import { restoreDeal } from "./restore-deal";

const restoration = (): AnyOperation => restoreDeal;

export const deleteDeal = defineOperation({
  name: "delete_deal",
  title: "Delete a deal",
  description:
    "Removes a deal from lists and sums; restore_deal brings it back. A deal that did not come about wants update_deal_stage to a lost stage instead.",
  area: "deals",
  effect: "delete",
  scopes: ["deals:write"],
  input: z.strictObject({ dealId: dealIdField }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `Deal "${deal.name}" deleted`,
  undo: undoById(restoration, "dealId"),

  async run({ db, note }, { dealId }) {
    await lockRow(db, "deals", dealId);
    const before = toDealView(await requireDeal(db, dealId));
    const deletedAt = new Date();
    await db.deal.updateMany({ where: { id: dealId }, data: { deletedAt, version: { increment: 1 } } });
    const deal = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    note({ entityId: dealId, before, after: { deletedAt: deal.deletedAt } });
    return { deal };
  },
});
