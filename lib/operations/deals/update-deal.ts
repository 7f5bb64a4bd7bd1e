import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { clearable } from "../accounts/account";
import { touchAccount } from "../accounts/account-values";
import { fold } from "../accounts/search-text";
import { DEAL_FIELDS, dealFields, dealIdField, dealView, toDealView } from "./deal";
import { dealColumns, requireDeal } from "./deal-values";

const self = (): AnyOperation => updateDeal;

export const updateDeal = defineOperation({
  name: "update_deal",
  title: "Update a deal",
  description:
    "Changes the named fields of a deal and leaves the others; null clears a field. To move it to another stage call update_deal_stage. Pass expectedVersion to be told when somebody changed it meanwhile.",
  area: "deals",
  effect: "update",
  scopes: ["deals:write"],
  input: z.strictObject({
    dealId: dealIdField,
    name: dealFields.name.optional(),
    amount: clearable(dealFields.amount),
    ownerId: clearable(dealFields.ownerId),
    dealType: clearable(dealFields.dealType),
    accountId: clearable(dealFields.accountId),
    contactId: clearable(dealFields.contactId),
    closingDate: clearable(dealFields.closingDate),
    description: clearable(dealFields.description),
    probability: clearable(dealFields.probability),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ deal: dealView }),
  renderType: "record",
  summary: ({ deal }) => `Deal "${deal.name}" updated`,
  undo: undoUpdate(self, "dealId"),

  async run(context, { dealId, expectedVersion, ...values }) {
    const { db, note } = context;
    await lockRow(db, "deals", dealId);
    const row = await requireDeal(db, dealId);
    const view = toDealView(row);
    requireVersion(row.version, expectedVersion, dealView, () => view);
    const { name, dealType, description, probability } = values;
    await db.deal.updateMany({
      where: { id: dealId },
      data: {
        ...(name === undefined ? {} : { name, searchText: fold(name) }),
        ...(dealType === undefined ? {} : { dealType }),
        ...(description === undefined ? {} : { description }),
        ...(probability === undefined ? {} : { probability }),
        ...(await dealColumns(context, values, row.currency, row.accountId)),
        version: { increment: 1 },
      },
    });
    const after = await requireDeal(db, dealId);
    await touchAccount(db, after.accountId);
    const deal = toDealView(after);
    // The stored chance, not the stage's, is what an undo must restore.
    const [old, fresh] = [
      { ...view, probability: row.probability },
      { ...deal, probability: after.probability },
    ];
    note({ entityId: dealId, ...differences(old, fresh, DEAL_FIELDS) });
    return { deal };
  },
});
