import { useTranslations } from "next-intl";
import { type Choice, Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { type LookupChoice, LookupField } from "@/components/ui/lookup-field";
import { RecordForm } from "@/components/ui/record-form";
import type { DealView } from "@/lib/operations/deals/deal";

type Props = {
  action: FormAction;
  deal?: DealView;
  /** Where a new deal starts: stages by id, the pipeline's name before them where there are several. */
  stages?: Choice[];
  stageId?: string | undefined;
  customer?: LookupChoice | undefined;
  contacts?: Choice[];
  people: Choice[];
  currency: string;
  idempotencyKey?: string;
  canEdit?: boolean;
};

/** Everything about a deal but its stage, to write a new one or to change one. */
export function DealForm({ action, deal, stages, stageId, customer, contacts = [], people, currency, ...rest }: Props) {
  const t = useTranslations("deals");
  const common = useTranslations("common");
  const { idempotencyKey, canEdit = true } = rest;
  return (
    <RecordForm
      {...{ action, idempotencyKey, canEdit }}
      label={deal ? t("edit") : t("new")}
      add={t("add")}
      record={deal}
      idName="dealId"
    >
      <Field
        name="name"
        label={t("name")}
        defaultValue={deal?.name}
        maxLength={200}
        required
        className="sm:col-span-2"
      />
      <LookupField
        key={customer?.id}
        name="accountId"
        label={t("customer")}
        source="/api/portal/lookup/customers"
        choice={customer}
        help={t("customerHelp")}
      />
      {contacts.length > 0 && (
        <SelectField
          name="contactId"
          label={t("contact")}
          defaultValue={deal?.contactId ?? ""}
          empty={common("none")}
          choices={contacts}
        />
      )}
      {stages && <SelectField name="stage" label={t("stage")} defaultValue={stageId} choices={stages} />}
      <Field
        name="amount"
        label={t("amountIn", { currency })}
        defaultValue={deal?.amount ?? ""}
        inputMode="decimal"
        maxLength={20}
        placeholder="12000.00"
      />
      <Field name="closingDate" type="date" label={t("closingDate")} defaultValue={deal?.closingDate ?? ""} />
      <SelectField
        name="ownerId"
        label={t("owner")}
        defaultValue={deal?.ownerId ?? ""}
        empty={t("nobody")}
        choices={people}
      />
      <Field name="dealType" label={t("type")} defaultValue={deal?.dealType ?? ""} maxLength={60} />
      <TextAreaField
        name="description"
        label={t("description")}
        defaultValue={deal?.description ?? ""}
        maxLength={5_000}
        className="sm:col-span-2"
      />
    </RecordForm>
  );
}
