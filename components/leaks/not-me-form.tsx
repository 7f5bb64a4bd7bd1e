import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

/** The one button behind a "this was not me" link. Opening the page changes nothing; pressing it revokes. */
export function NotMeForm({ action, token, isRevoked }: { action: FormAction; token: string; isRevoked: boolean }) {
  const t = useTranslations("leaks");
  return (
    <ActionForm action={action} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      {!isRevoked && <SubmitButton tone="danger">{t("notMeAction")}</SubmitButton>}
    </ActionForm>
  );
}
