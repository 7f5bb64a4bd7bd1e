import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import type { AccountView } from "@/lib/operations/accounts/account";
import { COLUMNS } from "./customer";
import { CustomerCell } from "./customer-cells";

/** The fields of a customer for those who may look but not change. */
export function ProfileFacts({ account }: { account: AccountView }) {
  const t = useTranslations("customers");
  return (
    <Card title={t("profile")} id="profile">
      <dl className="divide-y text-[13px]">
        {COLUMNS.filter((column) => column !== "tags" && account[column] !== null).map((column) => (
          <div key={column} className="grid gap-0.5 px-4 py-2 sm:grid-cols-[9rem_1fr]">
            <dt className="text-ink-soft">{t(`column.${column}`)}</dt>
            <dd>
              <CustomerCell customer={{ ...account, tags: [] }} column={column} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
