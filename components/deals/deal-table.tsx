import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { useMoney } from "@/components/ui/money";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import type { DealView } from "@/lib/operations/deals/deal";

const tones = { open: "neutral", won: "ok", lost: "danger" } as const;

/** Deals line by line, for sums and comparisons the board does not show. */
export function DealTable({ deals, names }: { deals: DealView[]; names: ReadonlyMap<string, string> }) {
  const t = useTranslations("deals");
  const format = useFormatter();
  const money = useMoney();
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("name")}</HeadCell>
          <HeadCell>{t("customer")}</HeadCell>
          <HeadCell>{t("stage")}</HeadCell>
          <HeadCell className="text-right">{t("amount")}</HeadCell>
          <HeadCell>{t("closingDate")}</HeadCell>
          <HeadCell>{t("owner")}</HeadCell>
        </tr>
      </thead>
      <tbody translate="no">
        {deals.map((deal) => (
          <Row key={deal.id}>
            <Cell className="min-w-48">
              <Link href={`/deals/${deal.id}`} prefetch={false} className="font-medium hover:underline">
                {deal.name}
              </Link>
            </Cell>
            <Cell>
              {deal.accountId && (
                <Link href={`/customers/${deal.accountId}`} prefetch={false} className="hover:underline">
                  {deal.accountName}
                </Link>
              )}
            </Cell>
            <Cell>
              <Badge tone={tones[deal.outcome]}>{deal.stage}</Badge>
            </Cell>
            <Cell className="text-right whitespace-nowrap tabular-nums">
              {deal.amount !== null && money(deal.amount, deal.currency)}
            </Cell>
            <Cell className="whitespace-nowrap">
              {deal.closingDate &&
                format.dateTime(new Date(`${deal.closingDate}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })}
            </Cell>
            <Cell>{names.get(deal.ownerId ?? "")}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
