import Link from "next/link";
import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";

type Brief = { id: string; name: string; localName: string | null; email: string | null; phone: string | null };
export type Duplicate = { reason: string; value: string; accounts: Brief[] };

/** Customers who may be the same as this one, each with the way to compare and merge. */
export function DuplicatesCard({ accountId, groups }: { accountId: string; groups: Duplicate[] }) {
  const t = useTranslations("customers");
  const others = new Map<string, { brief: Brief; reasons: string[] }>();
  for (const { reason, accounts } of groups) {
    for (const brief of accounts.filter(({ id }) => id !== accountId)) {
      const other = others.get(brief.id) ?? { brief, reasons: [] };
      other.reasons.push(t(`sameAs.${reason as "name"}`));
      others.set(brief.id, other);
    }
  }
  return (
    <Card
      title={t("duplicates")}
      id="duplicates"
      actions={<CallBehind tool="find_duplicate_accounts" args={{ accountId }} />}
    >
      {others.size === 0 && <p className="px-4 pt-3 text-[13px] text-ink-soft">{t("noDuplicates")}</p>}
      <ul className="divide-y">
        {[...others.values()].map(({ brief, reasons }) => (
          <li key={brief.id} className="flex flex-wrap items-center gap-2 px-4 py-2.5 text-[13px]">
            <span className="min-w-0 flex-1 basis-40">
              <Link
                href={`/customers/${brief.id}`}
                prefetch={false}
                className="block truncate font-medium hover:underline"
                translate="no"
              >
                <bdi>{[brief.name, brief.localName].filter(Boolean).join(" · ")}</bdi>
              </Link>
              <span className="block truncate text-ink-soft">{reasons.join(", ")}</span>
            </span>
            <ButtonLink href={`/customers/${accountId}/merge?with=${brief.id}`} size="small" prefetch={false}>
              {t("compare")}
            </ButtonLink>
          </li>
        ))}
      </ul>
      <CardBody>
        <ButtonLink href={`/customers/${accountId}/merge`} size="small" tone="quiet" prefetch={false}>
          {t("mergeAnother")}
        </ButtonLink>
      </CardBody>
    </Card>
  );
}
