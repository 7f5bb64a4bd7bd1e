import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { DocsFrame, DocsSection } from "./docs-frame";

const keyPattern = String.raw`\bfav_mcp_[0-9A-Za-z]{36}\b`;

const gitleaksRule = `[[rules]]
id = "favcrm-mcp-key"
description = "FavCRM MCP key"
regex = '''${keyPattern}'''
keywords = ["fav_mcp_"]`;

/** What to do about a leaked key, and how to make scanners find one. */
export function LeaksPage() {
  const t = useTranslations("docs.leaks");
  return (
    <DocsFrame current="/docs/leaks" title={t("title")} lead={t("lead")}>
      <DocsSection title={t("killTitle")}>
        <p className="text-ink-soft">{t("killBody")}</p>
        <div>
          <ButtonLink href="/leaked" tone="danger">
            {t("killAction")}
          </ButtonLink>
        </div>
      </DocsSection>
      <DocsSection title={t("formatTitle")}>
        <p className="text-ink-soft">{t("formatBody")}</p>
        <CodeBlock code={keyPattern} />
      </DocsSection>
      <DocsSection title={t("partnerTitle")}>
        <p className="text-ink-soft">{t("partnerBody")}</p>
      </DocsSection>
      <DocsSection title={t("webhookTitle")}>
        <p className="text-ink-soft">{t("webhookBody")}</p>
      </DocsSection>
      <DocsSection title={t("gitleaksTitle")}>
        <p className="text-ink-soft">{t("gitleaksBody")}</p>
        <CodeBlock label=".gitleaks.toml" code={gitleaksRule} />
      </DocsSection>
      <DocsSection title={t("notMeTitle")}>
        <p className="text-ink-soft">{t("notMeBody")}</p>
      </DocsSection>
    </DocsFrame>
  );
}
