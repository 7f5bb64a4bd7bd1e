import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment } from "@/components/ui/time";
import type { AccountView } from "@/lib/operations/accounts/account";
import { DuplicateChoices } from "./duplicate-choice";

type Props = { account: AccountView; isErased: boolean; canEdit: boolean; restore: FormAction };

/** The page of a customer who was deleted, merged into another or erased. */
export function DeletedAccount({ account, isErased, canEdit, restore }: Props) {
  const t = useTranslations("customers");
  if (isErased) return <Alert tone="warning">{t("wasErased")}</Alert>;
  if (account.mergedIntoId) {
    return (
      <Alert tone="info" link={{ href: `/customers/${account.mergedIntoId}`, label: t("openSurvivor") }}>
        {t("wasMerged")}
      </Alert>
    );
  }
  return (
    <Card title={t("wasDeleted")}>
      <CardBody className="grid gap-3 text-[13px]">
        <p>
          {account.deletedAt && <Moment at={account.deletedAt} />} · {t("wasDeletedHelp")}
        </p>
        {canEdit && (
          <ActionForm action={restore} className="grid justify-items-start gap-3">
            <input type="hidden" name="id" value={account.id} />
            <DuplicateChoices labels={{ share: t("bothUse"), shareHelp: t("duplicateHelp") }} />
            <SubmitButton size="small">{t("restore")}</SubmitButton>
          </ActionForm>
        )}
        <Link href="/customers?status=deleted" className="underline underline-offset-2">
          {t("deletedOnes")}
        </Link>
      </CardBody>
    </Card>
  );
}
