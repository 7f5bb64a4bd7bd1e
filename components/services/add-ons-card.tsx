import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

type AddOn = { id: string; name: string; durationMinutes: number; price: string; currency: string };
type Props = {
  serviceId: string;
  currency: string;
  addOns: AddOn[];
  actions?: { add: FormAction; change: FormAction; remove: FormAction };
};

function AddOnRow({ addOn, actions }: { addOn: AddOn; actions: NonNullable<Props["actions"]> }) {
  const t = useTranslations("services");
  return (
    <li className="flex flex-wrap items-end gap-2 px-4 py-3">
      <ActionForm
        action={actions.change}
        className="grid flex-1 items-end gap-2 sm:grid-cols-[2fr_1fr_1fr_auto]"
        aria-label={addOn.name}
      >
        <input type="hidden" name="addOnId" value={addOn.id} />
        <Field name="name" label={t("name")} defaultValue={addOn.name} maxLength={120} required />
        <Field
          name="durationMinutes"
          type="number"
          min={0}
          max={480}
          label={t("minutes")}
          defaultValue={addOn.durationMinutes}
          required
        />
        <Field
          name="price"
          label={t("price", { currency: addOn.currency })}
          defaultValue={addOn.price}
          inputMode="decimal"
          required
        />
        <SubmitButton tone="plain">{t("save")}</SubmitButton>
      </ActionForm>
      <ActionForm action={actions.remove}>
        <input type="hidden" name="addOnId" value={addOn.id} />
        <SubmitButton tone="dangerPlain">{t("remove")}</SubmitButton>
      </ActionForm>
    </li>
  );
}

/** What customers can take with a service; it may take time and money. */
export function AddOnsCard({ serviceId, currency, addOns, actions }: Props) {
  const t = useTranslations("services");
  return (
    <Card title={t("addOns")} description={t("addOnsHelp")}>
      {actions ? (
        <>
          <ul className="divide-y">
            {addOns.map((addOn) => (
              <AddOnRow key={addOn.id} addOn={addOn} actions={actions} />
            ))}
          </ul>
          <CardBody className={addOns.length > 0 ? "border-t" : undefined}>
            <ActionForm
              action={actions.add}
              className="grid items-end gap-2 sm:grid-cols-[2fr_1fr_1fr_auto]"
              aria-label={t("newAddOn")}
            >
              <input type="hidden" name="serviceId" value={serviceId} />
              <Field name="name" label={t("newAddOn")} maxLength={120} required />
              <Field
                name="durationMinutes"
                type="number"
                min={0}
                max={480}
                label={t("minutes")}
                defaultValue={0}
                required
              />
              <Field name="price" label={t("price", { currency })} defaultValue="0" inputMode="decimal" required />
              <SubmitButton tone="plain">{t("add")}</SubmitButton>
            </ActionForm>
          </CardBody>
        </>
      ) : (
        <ul className="px-4 py-3 text-sm" translate="no">
          {addOns.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
