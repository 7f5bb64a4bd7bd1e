import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { toDecimal } from "@/lib/kernel/money";
import { dateText, longText } from "../accounts/account";

export const dealIdField = idField("deal", "Id of a deal, from list_deals.");
/** Fields an update may change and an undo restores. */
export const DEAL_FIELDS = [
  "name",
  "amount",
  "ownerId",
  "dealType",
  "accountId",
  "contactId",
  "closingDate",
  "description",
  "probability",
];

export const dealFields = {
  name: lineOfText(1, 200).meta({ description: "What the deal is about.", examples: ["Corporate yoga, 12 sessions"] }),
  stage: lineOfText(1, 80).meta({
    description: "Stage by name or id, from list_pipelines.",
    examples: ["Qualified"],
  }),
  amount: z
    .union([z.string().max(20), z.number()])
    .transform(String)
    .meta({ description: "Value in the company's currency: a decimal text or a number.", examples: ["12000.00"] }),
  ownerId: idField("usr", "Who works on it: id or userId from list_staff."),
  dealType: lineOfText(1, 60).meta({ description: "A kind of your own.", examples: ["new_business"] }),
  accountId: idField("acc", "Customer, from search_members."),
  contactId: idField("con", "Contact person of that customer, from list_contacts."),
  closingDate: dateText.meta({ description: "Expected day of closing, YYYY-MM-DD.", examples: ["2026-06-30"] }),
  description: longText(5_000).meta({ description: "More about it.", examples: ["Wants a quote by Friday."] }),
  probability: z
    .int()
    .min(0)
    .max(100)
    .meta({ description: "Own chance of winning in per cent; without one the stage's counts.", examples: [25] }),
};

export const dealView = z.object({
  id: z.string(),
  name: z.string(),
  pipelineId: z.string(),
  stageId: z.string(),
  stage: z.string(),
  outcome: z.enum(["open", "won", "lost"]),
  /** Decimal text in `currency`, or null while unknown. */
  amount: z.string().nullable(),
  currency: z.string(),
  probability: z.int(),
  ownerId: z.string().nullable(),
  dealType: z.string().nullable(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  contactId: z.string().nullable(),
  closingDate: z.string().nullable(),
  description: z.string().nullable(),
  stageChangedAt: instant,
  closedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type DealView = z.output<typeof dealView>;

export interface DealRow {
  id: string;
  name: string;
  pipelineId: string;
  stageId: string;
  stage: { name: string; outcome: string; probability: number };
  amountMinor: bigint | null;
  currency: string;
  probability: number | null;
  ownerId: string | null;
  dealType: string | null;
  accountId: string | null;
  account: { name: string } | null;
  contactId: string | null;
  closingDate: Date | null;
  description: string | null;
  stageChangedAt: Date;
  closedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

export function toDealView({ amountMinor, stage, account, ...row }: DealRow): DealView {
  return {
    ...row,
    stage: stage.name,
    outcome: dealView.shape.outcome.parse(stage.outcome),
    amount: amountMinor === null ? null : toDecimal(amountMinor, row.currency),
    probability: row.probability ?? stage.probability,
    accountName: account?.name ?? null,
    closingDate: row.closingDate?.toISOString().slice(0, 10) ?? null,
    stageChangedAt: row.stageChangedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
