import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { SERVICE_TYPES, VISIBILITIES } from "@/lib/operations/services/service";

export type Service = {
  id: string;
  name: string;
  description: string | null;
  categoryId: string | null;
  type: string;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  price: string;
  currency: string;
  capacity: number;
  visibility: string;
  requireLogin: boolean;
  requiresStaff: boolean;
  requiresResource: boolean;
  requiresConfirmation: boolean;
  cooldownMinutes: number;
  status: string;
  sortOrder: number;
  version: number;
};

export type Rules = { minimumNoticeMinutes: number; horizonDays: number };

type Props = {
  service?: Service;
  currency: string;
  categories: { id: string; name: string }[];
  rules: Rules;
  action: FormAction;
  idempotencyKey?: string;
};

const switches = ["requiresStaff", "requiresResource", "requiresConfirmation", "requireLogin"] as const;

/** Everything about a service; its type and currency are chosen once. */
export function ServiceForm({ service, currency, categories, rules, action, idempotencyKey }: Props) {
  const t = useTranslations("services");
  const defaults = { requiresStaff: true, requiresResource: false, requiresConfirmation: false, requireLogin: false };
  const number = (name: string, label: string, value: number, max: number, min = 0, help?: string) => (
    <Field name={name} type="number" min={min} max={max} label={label} defaultValue={value} help={help} required />
  );
  return (
    <ActionForm action={action} className="grid gap-5">
      {service && <input type="hidden" name="serviceId" value={service.id} />}
      {service && <input type="hidden" name="expectedVersion" value={service.version} />}
      {idempotencyKey && <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field name="name" label={t("name")} defaultValue={service?.name} maxLength={120} required />
        {service ? (
          <SelectField
            name="categoryId"
            label={t("category")}
            empty={t("noCategory")}
            defaultValue={service.categoryId ?? ""}
            choices={categories.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          <SelectField
            name="type"
            label={t("type")}
            defaultValue="one_on_one"
            choices={SERVICE_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          />
        )}
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {number("durationMinutes", t("duration"), service?.durationMinutes ?? 60, 1_440, 1)}
        <Field
          name="price"
          label={t("price", { currency })}
          defaultValue={service?.price ?? "0"}
          inputMode="decimal"
          pattern="\d{1,12}(\.\d{1,4})?"
          required
        />
        {number("capacity", t("capacity"), service?.capacity ?? 1, 1_000, 1, t("capacityHelp"))}
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {number("bufferBeforeMinutes", t("bufferBefore"), service?.bufferBeforeMinutes ?? 0, 480)}
        {number("bufferAfterMinutes", t("bufferAfter"), service?.bufferAfterMinutes ?? 0, 480)}
        {number("cooldownMinutes", t("cooldown"), service?.cooldownMinutes ?? 0, 525_600)}
      </div>
      <p className="text-[13px] text-ink-soft">
        {t("rules", { notice: rules.minimumNoticeMinutes, horizon: rules.horizonDays })}{" "}
        <a href="/settings/bookings" className="underline underline-offset-2">
          {t("rulesLink")}
        </a>
      </p>
      <SelectField
        name="visibility"
        label={t("visibility")}
        defaultValue={service?.visibility ?? "public"}
        choices={VISIBILITIES.map((value) => ({ value, label: t(`visibilities.${value}`) }))}
        className="max-w-sm"
      />
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t("needs")}</legend>
        {switches.map((name) => (
          <KeptCheckbox
            key={name}
            name={name}
            label={t(name)}
            defaultChecked={service ? service[name] : defaults[name]}
          />
        ))}
      </fieldset>
      <TextAreaField
        name="description"
        label={t("description")}
        defaultValue={service?.description ?? ""}
        maxLength={4000}
      />
      <div>
        <SubmitButton>{service ? t("save") : t("create")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
