import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { DefinitionView } from "@/lib/operations/custom-fields/custom-field";

type Value = { fieldName: string; fieldLabel: string; values: string[] };

const TYPES: Partial<Record<DefinitionView["fieldType"], string>> = {
  number: "number",
  date: "date",
  url: "url",
  email: "email",
  phone: "tel",
};

function Control({ definition, values }: { definition: DefinitionView; values: string[] }) {
  const common = useTranslations("common");
  const t = useTranslations("customers");
  const { fieldName, fieldLabel, fieldType, options, isRequired } = definition;
  const shared = { name: `values.${fieldName}`, label: <bdi translate="no">{fieldLabel}</bdi> };
  const [value = ""] = values;
  const listed = options.map((option) => ({ value: option, label: option }));
  switch (fieldType) {
    case "textarea":
      return <TextAreaField {...shared} defaultValue={value} maxLength={5000} rows={3} className="sm:col-span-2" />;
    case "boolean":
      return (
        <SelectField
          {...shared}
          defaultValue={value}
          empty={t("unknown")}
          choices={[
            { value: "true", label: common("yes") },
            { value: "false", label: common("no") },
          ]}
        />
      );
    case "select":
      return <SelectField {...shared} defaultValue={value} empty={t("unknown")} choices={listed} />;
    case "multiselect":
      return (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 text-[13px] font-medium">{shared.label}</legend>
          {options.map((option) => (
            <Checkbox
              key={option}
              name={shared.name}
              value={option}
              defaultChecked={values.includes(option)}
              label={<bdi translate="no">{option}</bdi>}
            />
          ))}
        </fieldset>
      );
    default:
      return (
        <Field
          {...shared}
          type={TYPES[fieldType] ?? "text"}
          step={fieldType === "number" ? "any" : undefined}
          defaultValue={value}
          maxLength={2000}
          required={isRequired && value !== ""}
        />
      );
  }
}

type Props = {
  accountId: string;
  definitions: DefinitionView[];
  values: Value[];
  /** Null shows the values only. */
  action: FormAction | null;
};

/** The fields that the company added to its customers, each by its type. */
export function FieldsCard({ accountId, definitions, values, action }: Props) {
  const t = useTranslations("customers");
  const valuesOf = (fieldName: string) => values.find((value) => value.fieldName === fieldName)?.values ?? [];
  if (!action) {
    return values.length === 0 ? null : (
      <Card title={t("customFields")}>
        <dl className="divide-y text-[13px]">
          {values.map((value) => (
            <div key={value.fieldName} className="flex gap-2 px-4 py-2" translate="no">
              <dt className="w-32 shrink-0 text-ink-soft">{value.fieldLabel}</dt>
              <dd className="min-w-0 break-words">{value.values.join(", ")}</dd>
            </div>
          ))}
        </dl>
      </Card>
    );
  }
  return (
    <Card
      title={t("customFields")}
      id="fields"
      actions={
        <CallBehind tool="set_custom_field_values" args={{ entityType: "account", entityId: accountId, values: {} }} />
      }
    >
      <CardBody>
        {definitions.length === 0 ? (
          <p className="text-[13px] text-ink-soft">{t("noFields")}</p>
        ) : (
          <ActionForm action={action} aria-label={t("customFields")} className="grid items-start gap-3">
            <input type="hidden" name="id" value={accountId} />
            {definitions.map((definition) => (
              <div key={definition.id} className="contents">
                <input type="hidden" name="field" value={definition.fieldName} />
                <input
                  type="hidden"
                  name={`before:${definition.fieldName}`}
                  value={JSON.stringify(valuesOf(definition.fieldName))}
                />
                <Control definition={definition} values={valuesOf(definition.fieldName)} />
              </div>
            ))}
            <div>
              <SubmitButton size="small">{t("saveFields")}</SubmitButton>
            </div>
          </ActionForm>
        )}
      </CardBody>
    </Card>
  );
}
