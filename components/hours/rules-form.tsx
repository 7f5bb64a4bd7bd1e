import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { NUMBER_RULES, SWITCH_RULES } from "./rules";

type Values = Record<string, string | number | boolean | null>;

/** How the company takes bookings: when, how many, what happens late, and what customers are told. */
export function RulesForm({ settings, version, action }: { settings: Values; version: number; action?: FormAction }) {
  const t = useTranslations("bookingRules");
  const textOf = (name: string) => String(settings[name] ?? "");
  const fields = (
    <>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {NUMBER_RULES.map(({ name, min, max, isOptional }) => (
          <Field
            key={name}
            name={name}
            type="number"
            min={min}
            max={max}
            label={t(name)}
            help={isOptional ? t("emptyIsNone") : undefined}
            defaultValue={textOf(name)}
            required={!isOptional}
          />
        ))}
      </div>
      <Field
        name="cooldownMessage"
        label={t("cooldownMessage")}
        defaultValue={textOf("cooldownMessage")}
        maxLength={500}
      />
      <SelectField
        name="memberReschedulingMode"
        label={t("memberReschedulingMode")}
        defaultValue={textOf("memberReschedulingMode")}
        choices={(["members", "merchant-only", "disabled"] as const).map((value) => ({
          value,
          label: t(`rescheduling.${value}`),
        }))}
        className="max-w-sm"
      />
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t("title")}</legend>
        {SWITCH_RULES.map((name) => (
          <KeptCheckbox key={name} name={name} label={t(name)} defaultChecked={settings[name] === true} />
        ))}
      </fieldset>
    </>
  );
  return (
    <Card>
      <CardBody>
        {action ? (
          <ActionForm action={action} className="grid gap-5">
            {version > 0 && <input type="hidden" name="expectedVersion" value={version} />}
            {fields}
            <div>
              <SubmitButton>{t("save")}</SubmitButton>
            </div>
          </ActionForm>
        ) : (
          <fieldset disabled className="grid gap-5">
            <legend className="sr-only">{t("title")}</legend>
            {fields}
          </fieldset>
        )}
      </CardBody>
    </Card>
  );
}
