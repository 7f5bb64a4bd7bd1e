import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { Confirm } from "@/components/ui/confirm";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Service } from "./service-form";

type Props = { service: Service; actions?: { archive: FormAction; restore: FormAction } };

/** Takes a service off the menu, or says that it is and brings it back. */
export function ServiceState({ service, actions }: Props) {
  const t = useTranslations("services");
  const isArchived = service.status === "archived";
  return (
    <>
      {isArchived && <Alert tone="warning">{t("isArchived")}</Alert>}
      {actions && isArchived && (
        <ActionForm action={actions.restore}>
          <input type="hidden" name="serviceId" value={service.id} />
          <SubmitButton tone="plain" size="small">
            {t("restore")}
          </SubmitButton>
        </ActionForm>
      )}
      {actions && !isArchived && (
        <Confirm label={t("archive")} warning={t("archiveWarning")}>
          <ActionForm action={actions.archive}>
            <input type="hidden" name="serviceId" value={service.id} />
            <SubmitButton tone="danger" size="small">
              {t("archiveNow")}
            </SubmitButton>
          </ActionForm>
        </Confirm>
      )}
    </>
  );
}
