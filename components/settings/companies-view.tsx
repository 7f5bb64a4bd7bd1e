import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { type Choice, Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CompanyView } from "@/lib/operations/workspace/company";
import { SettingsForm } from "./simple-form";

type Props = {
  organisationId: string;
  companies: CompanyView[];
  countries: Choice[];
  canEdit: boolean;
  create: FormAction;
  rename: FormAction;
  archive: FormAction;
  switchCompany: (form: FormData) => Promise<void>;
};

function CompanyRow({
  organisationId,
  company,
  canEdit,
  rename,
  archive,
  switchCompany,
}: { company: CompanyView } & Pick<Props, "organisationId" | "canEdit" | "rename" | "archive" | "switchCompany">) {
  const t = useTranslations("companies");
  const shell = useTranslations("shell");
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
      <div className="min-w-0">
        <p className="font-medium">
          <span translate="no">{company.name}</span> {company.isCurrent && <Badge tone="ok">{shell("current")}</Badge>}
        </p>
        <p className="text-[13px] text-ink-soft" translate="no">
          {[company.country, company.timezone, company.currency].filter(Boolean).join(" · ")}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {!company.isCurrent && (
          <form action={switchCompany}>
            <input type="hidden" name="place" value={`${organisationId}/${company.id}`} />
            <SubmitButton tone="plain" size="small">
              {t("switch")}
            </SubmitButton>
          </form>
        )}
        {canEdit && (
          <details className="group">
            <summary className="inline-flex h-7 items-center rounded-md border bg-surface px-2.5 text-[13px] font-medium hover:bg-hover">
              {t("rename")}
            </summary>
            <ActionForm action={rename} className="mt-3 flex flex-wrap items-end gap-2">
              <input type="hidden" name="companyId" value={company.id} />
              <input type="hidden" name="expectedVersion" value={company.version} />
              <Field name="name" label={t("name")} defaultValue={company.name} minLength={2} maxLength={80} required />
              <SubmitButton>{t("rename")}</SubmitButton>
            </ActionForm>
          </details>
        )}
        {canEdit && !company.isCurrent && (
          <ConfirmedAction
            label={t("archive")}
            warning={t("archiveWarning")}
            action={archive}
            values={{ companyId: company.id }}
            submit={t("archiveNow")}
          />
        )}
      </div>
    </li>
  );
}

/** The businesses of the organisation: which one is shown, their names, and one more. */
export function CompaniesView({ organisationId, companies, countries, canEdit, create, ...actions }: Props) {
  const t = useTranslations("companies");
  const auth = useTranslations("auth");
  return (
    <>
      <Card>
        <ul className="divide-y">
          {companies.map((company) => (
            <CompanyRow key={company.id} {...{ organisationId, company, canEdit }} {...actions} />
          ))}
        </ul>
      </Card>
      {canEdit && (
        <Card title={t("new")} description={t("newHelp")}>
          <CardBody>
            <SettingsForm action={create} submit={t("create")}>
              <Field name="name" label={t("name")} minLength={2} maxLength={80} required />
              <SelectField
                name="country"
                label={auth("country")}
                choices={countries}
                defaultValue=""
                empty={t("sameCountry")}
              />
            </SettingsForm>
          </CardBody>
        </Card>
      )}
    </>
  );
}
