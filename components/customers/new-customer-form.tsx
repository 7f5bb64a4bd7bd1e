import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { type Choice, Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, LIFE_STAGES } from "@/lib/operations/accounts/choices";
import { type DuplicateChoice, DuplicateChoices } from "./duplicate-choice";

/** The form of a new customer. Whoever has the mail or phone already is shown, with what to do about it. */
export function NewCustomerForm({ action, languages }: { action: FormAction<DuplicateChoice>; languages: Choice[] }) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  return (
    <Card>
      <CardBody>
        <ActionForm
          action={action as FormAction}
          className="grid items-start gap-4 sm:grid-cols-2 [&>[role]]:sm:col-span-2"
        >
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <div className="empty:hidden sm:col-span-2">
            <DuplicateChoices
              labels={{ link: t("linkTo"), merge: t("mergeInto"), share: t("share"), shareHelp: t("duplicateHelp") }}
            />
          </div>
          <Field name="name" label={t("column.name")} maxLength={200} required autoComplete="off" />
          <Field name="localName" label={t("localName")} help={t("localNameHelp")} maxLength={200} autoComplete="off" />
          <Field
            name="phone"
            type="tel"
            label={t("column.phone")}
            help={t("phoneHelp")}
            maxLength={40}
            autoComplete="off"
          />
          <Field name="email" type="email" label={t("column.email")} maxLength={254} autoComplete="off" />
          <SelectField
            name="type"
            label={t("type")}
            defaultValue="individual"
            choices={ACCOUNT_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          />
          <SelectField
            name="lifeStage"
            label={t("stage")}
            defaultValue="active"
            choices={LIFE_STAGES.map((value) => ({ value, label: t(`stages.${value}`) }))}
          />
          <SelectField
            name="source"
            label={t("source")}
            defaultValue="walk_in"
            choices={ACCOUNT_SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          />
          <SelectField name="language" label={t("language")} empty={t("unknown")} choices={languages} />
          <TextAreaField name="notes" label={t("remark")} maxLength={5000} rows={3} className="sm:col-span-2" />
          <div className="flex flex-wrap gap-2 sm:col-span-2">
            <SubmitButton>{t("create")}</SubmitButton>
            <ButtonLink href="/customers" tone="quiet">
              {common("cancel")}
            </ButtonLink>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}
