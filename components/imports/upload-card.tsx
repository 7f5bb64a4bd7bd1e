import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody } from "@/components/ui/card";
import { RuleText } from "./rule-text";
import { UploadForm } from "./upload-form";

const MAX_BYTES = 25 * 1024 * 1024;
const KNOWN = ["too_large", "no_file", "busy"] as const;

/** Where the file goes in, and why the last one did not. */
export function UploadCard({ problem, failure }: { problem?: string | undefined; failure?: string | undefined }) {
  const t = useTranslations("imports");
  const known = KNOWN.find((each) => each === problem);
  return (
    <Card title={t("choose")} description={t("chooseHelp")}>
      <CardBody className="grid gap-4">
        {known && <Alert tone="danger">{t(`problem.${known}`)}</Alert>}
        {failure && (
          <Alert tone="danger" hint={failure === "waiting" ? undefined : <RuleText rule={failure} />}>
            {t(failure === "waiting" ? "problem.waiting" : "problem.unreadable")}
          </Alert>
        )}
        <UploadForm
          maxBytes={MAX_BYTES}
          labels={{
            choose: t("file"),
            help: t("fileHelp", { megabytes: 25 }),
            send: t("send"),
            sending: t("sending"),
            tooLarge: t("problem.too_large"),
          }}
        />
      </CardBody>
    </Card>
  );
}
