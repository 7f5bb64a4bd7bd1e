import { useFormatter } from "next-intl";
import type { FormAction } from "@/components/ui/form-state";
import { useMoney } from "@/components/ui/money";
import type { DealView } from "@/lib/operations/deals/deal";
import type { PipelineView } from "@/lib/operations/deals/pipeline";
import { Board } from "./board";
import { useBoardLabels } from "./board-labels";

export type StageDeals = { stageId: string; deals: DealView[]; moreHref: string | null };

type Props = {
  pipeline: PipelineView & { totals: { stageId: string; dealCount: number; amount: string }[] };
  columns: StageDeals[];
  currency: string;
  names: ReadonlyMap<string, string>;
  canEdit: boolean;
  move: FormAction;
};

/** Puts deals into words and numbers of the reader's language and hands them to the board. */
export function DealBoard({ pipeline, columns, currency, names, canEdit, move }: Props) {
  const labels = useBoardLabels();
  const format = useFormatter();
  const money = useMoney();
  const byStage = new Map(columns.map((column) => [column.stageId, column]));
  const totals = new Map(pipeline.totals.map((total) => [total.stageId, total]));
  const stages = pipeline.stages.map(({ id, name, outcome }) => ({
    id,
    name,
    outcome,
    count: format.number(totals.get(id)?.dealCount ?? 0),
    amount: money(totals.get(id)?.amount ?? "0", currency),
    moreHref: byStage.get(id)?.moreHref ?? null,
  }));
  const cards = columns
    .flatMap(({ deals }) => deals)
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .map((deal) => ({
      id: deal.id,
      name: deal.name,
      stageId: deal.stageId,
      version: deal.version,
      amount: deal.amount === null ? null : money(deal.amount, deal.currency),
      customer: deal.accountName,
      closing:
        deal.closingDate &&
        format.dateTime(new Date(`${deal.closingDate}T00:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" }),
      owner: names.get(deal.ownerId ?? "") ?? null,
    }));
  return <Board {...{ stages, cards, labels, canEdit, move }} />;
}
