import { useTranslations } from "next-intl";
import { ConnectLines } from "@/components/connect/connect-page";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";

export type IssuedKey = { id: string; name: string; apiKey: string };

/** The one moment a key is visible, with everything needed to put it to work. */
export function IssuedKeyView({ issued, endpoint }: { issued: IssuedKey; endpoint: string }) {
  const t = useTranslations("keys");
  return (
    <div className="grid gap-4">
      <Alert tone="warning">{t("shownOnce")}</Alert>
      <CodeBlock code={issued.apiKey} label={issued.name} wrap />
      <Card title={t("useIt")} description={t("useItHelp")}>
        <CardBody className="grid gap-4">
          <CodeBlock label={t("environment")} code={`export FAVCRM_API_KEY=${issued.apiKey}`} wrap />
          <ConnectLines endpoint={endpoint} />
        </CardBody>
      </Card>
      <div>
        <ButtonLink href="/settings/mcp-keys" tone="primary">
          {t("stored")}
        </ButtonLink>
      </div>
    </div>
  );
}
