import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type Props = { action: FormAction; industries: Choice[]; countries: Choice[]; country?: string };

/** What a workspace needs to begin with: whose it is, what it is called, where it is. */
export function SignUpForm({ action, industries, countries, country }: Props) {
  const t = useTranslations("auth");
  return (
    <ActionForm action={action} className="grid gap-4">
      <Field
        name="email"
        type="email"
        label={t("email")}
        autoComplete="email"
        placeholder="you@example.com"
        maxLength={254}
        required
      />
      <Field
        name="organisationName"
        label={t("organisationName")}
        help={t("organisationNameHelp")}
        autoComplete="organization"
        minLength={2}
        maxLength={80}
        required
      />
      <SelectField
        name="country"
        label={t("country")}
        help={t("countryHelp")}
        choices={countries}
        defaultValue={country ?? ""}
        empty={t("choose")}
      />
      <SelectField name="industry" label={t("industry")} choices={industries} defaultValue="" empty={t("choose")} />
      <SubmitButton>{t("sendCode")}</SubmitButton>
    </ActionForm>
  );
}
