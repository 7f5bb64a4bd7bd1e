import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { controlOf } from "@/lib/surfaces/portal/arguments";
import type { SchemaField } from "./schema-table";
import { TryPanel, type TryResult } from "./try-panel";

function exampleText({ schema }: SchemaField): string {
  const example = (schema as { examples?: unknown[] }).examples?.[0];
  if (example === undefined) return "";
  if (Array.isArray(example) && example.every((item) => typeof item === "string")) return example.join(", ");
  return typeof example === "string" ? example : JSON.stringify(example);
}

function label({ name, isRequired }: SchemaField, optional: string) {
  return (
    <span>
      <code translate="no">{name}</code>
      {!isRequired && <span className="font-normal text-ink-faint"> {optional}</span>}
    </span>
  );
}

function ArgumentField({ field }: { field: SchemaField }) {
  const common = useTranslations("common");
  const control = controlOf(field.schema as Parameters<typeof controlOf>[0]);
  const shared = {
    name: `arg:${field.name}`,
    label: label(field, common("optional")),
    help: (
      <span translate="no" lang="en">
        {field.schema.description}
      </span>
    ),
    placeholder: exampleText(field),
    required: field.isRequired,
  };
  const { placeholder: _unused, ...withoutPlaceholder } = shared;
  if (control === "choice" || control === "boolean") {
    const values = control === "boolean" ? ["true", "false"] : (field.schema.enum ?? []).map(String);
    return (
      <SelectField
        {...withoutPlaceholder}
        choices={values.map((value) => ({ value, label: value }))}
        empty="–"
        defaultValue=""
      />
    );
  }
  if (control === "list" || control === "json")
    return <TextAreaField {...shared} rows={control === "json" ? 3 : 2} spellCheck={false} />;
  return <Field {...shared} type={control === "number" ? "number" : "text"} autoComplete="off" />;
}

type Props = { action: FormAction<TryResult>; fields: SchemaField[]; isRead: boolean };

/** A form made from the tool's own schema. What changes data asks for a tick first. */
export function TryForm({ action, fields, isRead }: Props) {
  const t = useTranslations("tools");
  const common = useTranslations("common");
  const labels = { answer: t("answer"), copy: common("copy"), copied: common("copied") };
  return (
    <TryPanel action={action} labels={labels}>
      {fields.map((field) => (
        <ArgumentField key={field.name} field={field} />
      ))}
      {!isRead && <Checkbox name="confirmed" value="yes" required label={t("confirm")} />}
      <div>
        <SubmitButton tone={isRead ? "primary" : "danger"}>{t("run")}</SubmitButton>
      </div>
    </TryPanel>
  );
}
