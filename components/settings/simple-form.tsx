import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = { action: FormAction; hidden?: Record<string, string | number>; children: ReactNode; submit?: string };

/** A settings form: fields, one button, values kept on failure. */
export function SettingsForm({ action, hidden = {}, children, submit }: Props) {
  const t = useTranslations("common");
  return (
    <ActionForm action={action} className="grid max-w-md gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <div>
        <SubmitButton>{submit ?? t("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
