import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { dealIdField, dealView, toDealView } from "./deal";
import { requireDeal } from "./deal-values";

export const getDeal = defineOperation({
  name: "get_deal",
  title: "Get a deal",
  description: "Shows one deal with stage, amount and customer. Notes on it: list_notes with entityType deal.",
  area: "deals",
  effect: "read",
  scopes: ["deals:read"],
  input: z.strictObject({ dealId: dealIdField }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `${deal.name}: ${deal.stage}`,

  async run({ db }, { dealId }) {
    return { deal: toDealView(await requireDeal(db, dealId)) };
  },
});
