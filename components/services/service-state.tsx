import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
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
        <ConfirmedAction
          label={t("archive")}
          warning={t("archiveWarning")}
          action={actions.archive}
          values={{ serviceId: service.id }}
          submit={t("archiveNow")}
        />
      )}
    </>
  );
}
