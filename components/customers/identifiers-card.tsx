import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";

type Identifier = { kind: string; value: string; isShared: boolean };

/** Every mail, phone and messenger identity by which a customer is found. */
export function IdentifiersCard({ identifiers }: { identifiers: Identifier[] }) {
  const t = useTranslations("customers");
  return (
    <Card title={t("identifiers")} description={t("identifiersHelp")}>
      <ul className="divide-y text-[13px]">
        {identifiers.length === 0 && <li className="px-4 py-2.5 text-ink-soft">{t("noIdentifiers")}</li>}
        {identifiers.map(({ kind, value, isShared }) => (
          <li key={`${kind}:${value}`} className="flex flex-wrap items-center gap-2 px-4 py-2">
            <span className="w-20 text-ink-soft">{t(`identifierKinds.${kind as "email"}`)}</span>
            <span className="min-w-0 flex-1 break-all" translate="no">
              {value}
            </span>
            {isShared && <Badge tone="warning">{t("shared")}</Badge>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
