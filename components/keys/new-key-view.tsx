import { useTranslations } from "next-intl";
import { ConnectLines } from "@/components/connect/connect-page";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";

type Props = { apiKey: string; name?: string; endpoint: string; doneHref?: string };

/** The one moment a key is visible, with everything needed to put it to work. */
export function IssuedKeyView({ apiKey, name, endpoint, doneHref = "/settings/mcp-keys" }: Props) {
  const t = useTranslations("keys");
  return (
    <div className="grid gap-4">
      <Alert tone="warning">{t("shownOnce")}</Alert>
      <CodeBlock code={apiKey} label={name} wrap />
      <Card title={t("useIt")} description={t("useItHelp")}>
        <CardBody className="grid gap-4">
          <CodeBlock label={t("environment")} code={`export FAVCRM_API_KEY=${apiKey}`} wrap />
          <ConnectLines endpoint={endpoint} />
        </CardBody>
      </Card>
      <div>
        <ButtonLink href={doneHref} tone="primary">
          {t("stored")}
        </ButtonLink>
      </div>
    </div>
  );
}
