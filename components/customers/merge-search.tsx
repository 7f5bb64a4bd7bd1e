import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card, CardBody } from "@/components/ui/card";
import { FilterBar, FilterSearch } from "@/components/ui/filter-bar";
import type { Customer } from "./customer";

type Props = { accountId: string; search?: string; others: Customer[] };

/** Finds the customer to merge into this one. */
export function MergeSearch({ accountId, search, others }: Props) {
  const t = useTranslations("customers");
  return (
    <Card title={t("findOther")}>
      <CardBody>
        <FilterBar label={t("findOther")}>
          <FilterSearch label={t("searchLabel")} value={search} />
        </FilterBar>
      </CardBody>
      {search && others.length === 0 && <p className="px-4 pb-4 text-[13px] text-ink-soft">{t("noMatchTitle")}</p>}
      <ul className="divide-y border-t">
        {others.map((other) => (
          <li key={other.id}>
            <Link
              href={`/customers/${accountId}/merge?with=${other.id}`}
              prefetch={false}
              className="block px-4 py-2.5 text-[13px] hover:bg-hover"
              translate="no"
            >
              <bdi className="block truncate font-medium">
                {[other.name, other.localName].filter(Boolean).join(" · ")}
              </bdi>
              <span className="block truncate text-ink-soft">
                {[other.phone, other.email].filter(Boolean).join(" · ")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
