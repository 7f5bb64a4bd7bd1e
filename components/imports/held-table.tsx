import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { IMPORT_FIELD_NAMES } from "@/lib/operations/imports/import";
import { RuleText } from "./rule-text";

export type HeldLine = { row: number; field: string; value: string; rule: string; accountId?: string | null };

/** Rows that are held back, with the field and the reason of each. */
export function HeldTable({ lines, label }: { lines: readonly HeldLine[]; label: string }) {
  const t = useTranslations("imports");
  const known: readonly string[] = [...IMPORT_FIELD_NAMES, "tags", "row"];
  const fieldOf = (field: string) =>
    known.includes(field) ? t(`fields.${field as "name"}`) : field.replace(/^custom:/, "");
  return (
    <Table label={label}>
      <thead>
        <tr>
          <HeadCell>{t("row")}</HeadCell>
          <HeadCell>{t("field")}</HeadCell>
          <HeadCell>{t("value")}</HeadCell>
          <HeadCell>{t("why")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ row, field, value, rule, accountId }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row may break the same rule twice, and the list never moves
          <Row key={`${row}-${field}-${index}`}>
            <Cell className="tabular-nums">{row}</Cell>
            <Cell className="whitespace-nowrap">{fieldOf(field)}</Cell>
            <Cell className="max-w-64 break-words" translate="no">
              {value}
            </Cell>
            <Cell className="min-w-56">
              {accountId ? (
                <Link href={`/customers/${accountId}`} className="underline underline-offset-2">
                  <RuleText rule={rule} />
                </Link>
              ) : (
                <RuleText rule={rule} />
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
