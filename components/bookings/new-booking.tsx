import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { SlotChoices } from "./slot-choices";
import { type SlotRadio, SlotRadios } from "./slot-radios";

type Named = { id: string; name: string };

export type NewBookingProps = {
  services: Named[];
  service?: Named;
  staff: Named[];
  staffId?: string;
  date: string;
  dayLabel: string;
  earlierHref?: string;
  laterHref: string;
  slots: SlotRadio[];
  start?: string;
  addOns: { id: string; name: string; durationMinutes: number }[];
  customer?: { id: string; label: string };
  /** How many people a booking of the service may bring. */
  mostParticipants: number;
  idempotencyKey: string;
  create: FormAction;
};

function Choose({ services, service, staff, staffId, date, start, customer }: NewBookingProps) {
  const t = useTranslations("bookings.create");
  const plain = useTranslations("bookings");
  return (
    <form action="/bookings/new" className="grid items-end gap-3 sm:grid-cols-[2fr_1fr_1fr_auto]">
      {start && <input type="hidden" name="start" value={start} />}
      {customer && <input type="hidden" name="accountId" value={customer.id} />}
      <SelectField
        name="serviceId"
        label={t("service")}
        empty={t("chooseService")}
        defaultValue={service?.id ?? ""}
        choices={services.map(({ id, name }) => ({ value: id, label: name }))}
        required
      />
      <SelectField
        name="staffId"
        label={t("who")}
        empty={plain("anyone")}
        defaultValue={staffId ?? ""}
        choices={staff.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field name="date" type="date" label={t("day")} defaultValue={date} key={date} required />
      <Button type="submit">{t("showTimes")}</Button>
    </form>
  );
}

function Book({
  service,
  staffId,
  slots,
  start,
  addOns,
  dayLabel,
  customer,
  mostParticipants,
  idempotencyKey,
  create,
}: NewBookingProps & { service: Named }) {
  const t = useTranslations("bookings.create");
  const plain = useTranslations("bookings");
  return (
    <ActionForm action={create} className="grid gap-5">
      <input type="hidden" name="serviceId" value={service.id} />
      <input type="hidden" name="staffId" value={staffId ?? ""} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SlotRadios legend={dayLabel} slots={slots} chosen={start} />
      {customer ? (
        <p className="text-sm">
          <input type="hidden" name="accountId" value={customer.id} />
          {plain("customer")}: <strong translate="no">{customer.label}</strong>
        </p>
      ) : (
        <div className="grid gap-3 sm:grid-cols-3">
          <Field name="name" label={t("name")} maxLength={200} help={t("nameHelp")} required />
          <Field name="email" type="email" label={plain("mail")} maxLength={254} />
          <Field name="phone" type="tel" label={plain("phone")} maxLength={40} />
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-3">
        {mostParticipants > 1 && (
          <Field
            name="participants"
            type="number"
            min={1}
            max={mostParticipants}
            defaultValue={1}
            label={t("participants")}
            required
          />
        )}
        <Field name="notes" label={t("note")} maxLength={1000} className="sm:col-span-2" />
      </div>
      {addOns.length > 0 && (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1.5 text-[13px] font-medium">{t("addOns")}</legend>
          {addOns.map(({ id, name, durationMinutes }) => (
            <KeptCheckbox
              key={id}
              name="addOnIds"
              value={id}
              label={<span translate="no">{name}</span>}
              help={durationMinutes > 0 ? t("minutes", { count: durationMinutes }) : undefined}
            />
          ))}
        </fieldset>
      )}
      <KeptCheckbox name="notify" label={t("notify")} defaultChecked />
      <SlotChoices nearest={t("nearest")} which={t("fitting")} />
      <div>
        <SubmitButton>{t("book")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

/** Two steps on one page: which service on which day, then a free time and for whom. */
export function NewBooking(props: NewBookingProps) {
  const { services, service, slots, earlierHref, laterHref, dayLabel } = props;
  const t = useTranslations("bookings.create");
  if (services.length === 0) {
    return (
      <Card>
        <EmptyState title={t("noServices")} action={<ButtonLink href="/services/new">{t("addService")}</ButtonLink>}>
          {t("noServicesBody")}
        </EmptyState>
      </Card>
    );
  }
  const link = buttonStyle({ tone: "quiet", size: "small" });
  return (
    <Card>
      <CardBody className="grid gap-5">
        <Choose {...props} />
        {service && (
          <div className="grid gap-4 border-t pt-4">
            <nav className="flex gap-2" aria-label={t("day")}>
              {earlierHref && (
                <a href={earlierHref} className={link}>
                  {t("previousDay")}
                </a>
              )}
              <a href={laterHref} className={link}>
                {t("nextDay")}
              </a>
            </nav>
            {slots.length > 0 ? (
              <Book {...props} service={service} />
            ) : (
              <p>
                <span translate="no">{dayLabel}: </span>
                {t("noTimes")}
              </p>
            )}
          </div>
        )}
      </CardBody>
    </Card>
  );
}
