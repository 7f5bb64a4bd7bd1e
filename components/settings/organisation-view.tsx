import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { SettingsForm } from "./simple-form";

export type OrganisationValues = {
  name: string;
  industry: string | null;
  country: string | null;
  timezone: string;
  currency: string;
  language: string;
  version: number;
};

type Props = {
  values: OrganisationValues;
  industries: Choice[];
  countries: Choice[];
  timezones: Choice[];
  currencies: Choice[];
  canEdit: boolean;
  logoSrc: string | null;
  save: FormAction;
  uploadLogo: FormAction;
  removeLogo: FormAction;
};

function LogoCard({ logoSrc, uploadLogo, removeLogo }: Pick<Props, "logoSrc" | "uploadLogo" | "removeLogo">) {
  const t = useTranslations("organisation");
  return (
    <Card title={t("logo")} description={t("logoHelp")}>
      <CardBody className="flex flex-wrap items-start gap-5">
        <div className="grid size-20 place-items-center overflow-hidden rounded-lg border bg-sunken text-xs text-ink-faint">
          {logoSrc ? (
            // biome-ignore lint/performance/noImgElement: the image optimiser is off, and this picture is small
            <img src={logoSrc} alt={t("logoAlt")} className="size-full object-contain" />
          ) : (
            t("noLogo")
          )}
        </div>
        <div className="grid gap-3">
          <ActionForm action={uploadLogo} className="grid gap-3">
            <Field name="logo" type="file" label={t("logoFile")} accept="image/png,image/jpeg,image/webp" required />
            <div>
              <SubmitButton tone="plain">{t("upload")}</SubmitButton>
            </div>
          </ActionForm>
          {logoSrc && (
            <ActionForm action={removeLogo}>
              <SubmitButton tone="dangerPlain" size="small">
                {t("removeLogo")}
              </SubmitButton>
            </ActionForm>
          )}
        </div>
      </CardBody>
    </Card>
  );
}

/** Name and place of the organisation; new companies begin with these. */
export function OrganisationView({
  values,
  industries,
  countries,
  timezones,
  currencies,
  canEdit,
  save,
  ...logo
}: Props) {
  const t = useTranslations("organisation");
  const auth = useTranslations("auth");
  const common = useTranslations("common");
  return (
    <>
      <Card>
        <CardBody>
          <fieldset disabled={!canEdit}>
            <SettingsForm action={save} hidden={{ expectedVersion: values.version }}>
              <Field name="name" label={t("name")} defaultValue={values.name} minLength={2} maxLength={80} required />
              <SelectField
                name="industry"
                label={auth("industry")}
                choices={industries}
                defaultValue={values.industry ?? ""}
                empty={common("none")}
              />
              <SelectField
                name="country"
                label={auth("country")}
                choices={countries}
                defaultValue={values.country ?? ""}
                empty={common("none")}
              />
              <SelectField name="timezone" label={t("timezone")} choices={timezones} defaultValue={values.timezone} />
              <SelectField name="currency" label={t("currency")} choices={currencies} defaultValue={values.currency} />
              <SelectField
                name="language"
                label={t("language")}
                help={t("languageHelp")}
                defaultValue={values.language}
                choices={[
                  { value: "en", label: "English" },
                  { value: "zh-Hant", label: "繁體中文" },
                ]}
              />
            </SettingsForm>
          </fieldset>
        </CardBody>
      </Card>
      {canEdit && <LogoCard {...logo} />}
    </>
  );
}
