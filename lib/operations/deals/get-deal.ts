import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { FIELD_VALUES, fieldValuesView, toFieldValues } from "../custom-fields/field-values";
import { dealIdField, dealView, toDealView } from "./deal";
import { requireDeal } from "./deal-values";

export const getDeal = defineOperation({
  name: "get_deal",
  title: "Get a deal",
  description:
    "Shows one deal with stage, amount, customer and custom fields. Notes on it: list_notes with entityType deal.",
  area: "deals",
  effect: "read",
  scopes: ["deals:read"],
  input: z.strictObject({ dealId: dealIdField }),
  output: z.object({ deal: dealView, customFields: fieldValuesView }),
  renderType: "record",
  summary: ({ deal }) => `${deal.name}: ${deal.stage}`,

  async run({ db }, { dealId }) {
    const deal = toDealView(await requireDeal(db, dealId));
    const values = await db.customFieldValue.findMany({ ...FIELD_VALUES, where: { ...FIELD_VALUES.where, dealId } });
    return { deal, customFields: toFieldValues(values) };
  },
});
