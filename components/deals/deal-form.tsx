import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { type Choice, Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { type LookupChoice, LookupField } from "@/components/ui/lookup-field";
import { SubmitButton } from "@/components/ui/submit-button";
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
    <ActionForm action={action} className="grid max-w-2xl gap-4" aria-label={deal ? t("edit") : t("new")}>
      {deal && <input type="hidden" name="dealId" value={deal.id} />}
      {deal && <input type="hidden" name="expectedVersion" value={deal.version} />}
      {idempotencyKey && <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
      <fieldset disabled={!canEdit} className="grid items-start gap-4 sm:grid-cols-2">
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
      </fieldset>
      {canEdit && (
        <div>
          <SubmitButton>{deal ? common("save") : t("add")}</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
