import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { type Choice, Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { RecordBefore } from "@/components/ui/record-before";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AccountView } from "@/lib/operations/accounts/account";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, GENDERS, LIFE_STAGES } from "@/lib/operations/accounts/choices";
import { DuplicateChoices } from "./duplicate-choice";
import { PROFILE_FIELDS } from "./profile-fields";

type Props = { account: AccountView; languages: Choice[]; people: Choice[]; action: FormAction };

/** The fields of a customer as a form; only what is changed is saved. */
export function ProfileCard({ account, languages, people, action }: Props) {
  const t = useTranslations("customers");
  const line = (name: "name" | "localName" | "firstName" | "lastName" | "memberCode", maxLength: number) => ({
    name,
    label: t(`field.${name}`),
    maxLength,
    defaultValue: account[name] ?? "",
    autoComplete: "off",
  });
  return (
    <Card
      title={t("profile")}
      id="profile"
      actions={<CallBehind tool="update_account" args={{ accountId: account.id, expectedVersion: account.version }} />}
    >
      <CardBody>
        <ActionForm
          action={action}
          aria-label={t("profile")}
          className="grid items-start gap-3 sm:grid-cols-2 [&>[role]]:sm:col-span-2"
        >
          <input type="hidden" name="id" value={account.id} />
          <RecordBefore record={account} names={PROFILE_FIELDS} />
          <div className="empty:hidden sm:col-span-2">
            <DuplicateChoices labels={{ share: t("bothUse"), shareHelp: t("duplicateHelp") }} />
          </div>
          <Field {...line("name", 200)} required />
          <Field {...line("localName", 200)} />
          <Field {...line("firstName", 100)} />
          <Field {...line("lastName", 100)} />
          <Field
            name="phone"
            type="tel"
            label={t("column.phone")}
            defaultValue={account.phone ?? ""}
            maxLength={40}
            help={
              account.phoneOriginal && account.phoneOriginal !== account.phone
                ? t("typedAs", { text: account.phoneOriginal })
                : undefined
            }
          />
          <Field
            name="email"
            type="email"
            label={t("column.email")}
            defaultValue={account.email ?? ""}
            maxLength={254}
          />
          <SelectField
            name="lifeStage"
            label={t("stage")}
            defaultValue={account.lifeStage}
            choices={LIFE_STAGES.map((value) => ({ value, label: t(`stages.${value}`) }))}
          />
          <SelectField
            name="type"
            label={t("type")}
            defaultValue={account.type}
            choices={ACCOUNT_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          />
          <SelectField
            name="language"
            label={t("language")}
            empty={t("unknown")}
            defaultValue={account.language ?? ""}
            choices={languages}
          />
          <SelectField
            name="source"
            label={t("source")}
            defaultValue={account.source}
            choices={ACCOUNT_SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          />
          <SelectField
            name="gender"
            label={t("gender")}
            empty={t("unknown")}
            defaultValue={account.gender ?? ""}
            choices={GENDERS.map((value) => ({ value, label: t(`genders.${value}`) }))}
          />
          <Field
            name="dateOfBirth"
            type="date"
            label={t("column.dateOfBirth")}
            defaultValue={account.dateOfBirth ?? ""}
          />
          <Field {...line("memberCode", 40)} />
          <Field
            name="whatsappId"
            label={t("field.whatsappId")}
            help={t("whatsappHelp")}
            defaultValue={account.whatsappId ?? ""}
            maxLength={100}
          />
          {people.length > 0 && (
            <SelectField
              name="assignedTo"
              label={t("assignedTo")}
              empty={t("nobody")}
              defaultValue={account.assignedTo ?? ""}
              choices={people}
            />
          )}
          <TextAreaField
            name="address"
            label={t("column.address")}
            rows={2}
            maxLength={500}
            defaultValue={account.address ?? ""}
            className="sm:col-span-2"
          />
          <TextAreaField
            name="notes"
            label={t("remark")}
            help={t("remarkHelp")}
            rows={3}
            maxLength={5000}
            defaultValue={account.notes ?? ""}
            className="sm:col-span-2"
          />
          <div className="sm:col-span-2">
            <SubmitButton>{t("saveProfile")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}
