import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { dealIdField, dealView, toDealView } from "./deal";
import { requireDeal } from "./deal-values";
import { deleteDeal } from "./delete-deal";

const deletion = (): AnyOperation => deleteDeal;

export const restoreDeal = defineOperation({
  name: "restore_deal",
  title: "Restore a deal",
  description: "Brings a deleted deal back in the stage where it stood.",
  area: "deals",
  effect: "update",
  scopes: ["deals:write"],
  input: z.strictObject({ dealId: dealIdField }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `Deal "${deal.name}" is back`,
  undo: undoById(deletion, "dealId"),

  async run({ db, note }, { dealId }) {
    await lockRow(db, "deals", dealId);
    const row = await db.deal.findFirst({ where: { id: dealId, deletedAt: { not: null } } });
    if (!row) throw noSuch("dealId", "deleted deal", "list_deals");
    await db.deal.updateMany({ where: { id: dealId }, data: { deletedAt: null, version: { increment: 1 } } });
    note({ entityId: dealId, before: { deletedAt: row.deletedAt?.toISOString() ?? null }, after: { deletedAt: null } });
    return { deal: toDealView(await requireDeal(db, dealId)) };
  },
});
