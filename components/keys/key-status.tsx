import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { KeyView } from "@/lib/operations/keys/key";

const tones = { active: "ok", expired: "warning", revoked: "danger" } as const;

export function KeyStatus({ status }: { status: KeyView["status"] }) {
  const t = useTranslations("keys");
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}

/** What a key may do, short: everything, or its areas. */
export function ScopeSummary({ scopes, all }: { scopes: readonly string[]; all: number }) {
  const t = useTranslations("keys");
  if (scopes.length >= all) return <span>{t("everything")}</span>;
  const areas = [...new Set(scopes.map((scope) => scope.split(":")[0] ?? scope))];
  const shown = areas.slice(0, 3);
  return (
    <span title={scopes.join(", ")}>
      <span translate="no">{shown.join(", ")}</span>
      {areas.length > shown.length && (
        <span className="text-ink-soft"> {t("moreAreas", { count: areas.length - shown.length })}</span>
      )}
    </span>
  );
}
