import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment } from "@/components/ui/time";
import { type Booking, isHeld, isOver, mayArrive } from "./booking";
import { BookingStatus } from "./booking-status";
import { ChangeForm } from "./change-form";
import { SlotChoices } from "./slot-choices";

type Event = { at: string; operation: string; by: string | null; summary: string | null };

export type BookingActions = Record<
  "confirm" | "checkIn" | "undoCheckIn" | "complete" | "noShow" | "reopen" | "cancel" | "change" | "move",
  FormAction
>;

type Props = {
  booking: Booking;
  addOns: { id: string; name: string }[];
  /** The task by which the customer is still to be told. */
  toTell: { taskId: string } | null;
  mostParticipants: number;
  history: Event[];
  staff: { id: string; name: string }[];
  /** The start as local date and time of the company. */
  localStart: string;
  windowHours: number;
  now: number;
  /** Whether the customer's own page may be opened. */
  hasCustomerPage: boolean;
  actions?: BookingActions;
};

function Facts({
  booking,
  addOns,
  toTell,
  hasCustomerPage,
}: Pick<Props, "booking" | "addOns" | "toTell" | "hasCustomerPage">) {
  const t = useTranslations("bookings");
  const format = useFormatter();
  const { customer } = booking;
  const price = format.number(Number(booking.price), { style: "currency", currency: booking.currency });
  const name = <span translate="no">{customer.name}</span>;
  const facts: [string, ReactNode][] = [
    [t("when"), <Moment key="when" at={booking.startTime} />],
    [
      t("customer"),
      customer.accountId && hasCustomerPage ? (
        <Link key="customer" href={`/customers/${customer.accountId}`} className="underline underline-offset-2">
          {name}
        </Link>
      ) : (
        name
      ),
    ],
    [t("mail"), customer.email],
    [t("phone"), customer.phone],
    [t("service"), booking.serviceName],
    [t("staff"), booking.staffName],
    [t("room"), booking.resourceName],
    [t("people"), booking.participants],
    [t("addOns"), addOns.map((addOn) => addOn.name).join(", ")],
    [t("price"), price],
    [t("notes"), booking.notes],
    [
      t("toTell"),
      toTell && (
        <Link key="toTell" href={`/tasks/${toTell.taskId}`} className="underline underline-offset-2">
          {t("toTellTask")}
        </Link>
      ),
    ],
    [t("arrivedAt"), booking.checkedInAt && <Moment key="arrived" at={booking.checkedInAt} />],
    [t("cancelledAt"), booking.cancelledAt && <Moment key="cancelled" at={booking.cancelledAt} />],
    [t("cancelledBecause"), booking.cancelReason],
  ];
  return (
    <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-2 text-sm">
      <dt className="text-ink-soft">{t("statusLabel")}</dt>
      <dd>
        <BookingStatus booking={booking} />
      </dd>
      {facts
        .filter(([, value]) => value !== null && value !== "")
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-soft">{label}</dt>
            <dd className="break-words" translate="no">
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function Act({
  id,
  action,
  children,
  tone,
}: {
  id: string;
  action: FormAction;
  children: ReactNode;
  tone?: "plain" | "primary" | "danger";
}) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="bookingId" value={id} />
      <SubmitButton tone={tone} size="small">
        {children}
      </SubmitButton>
    </ActionForm>
  );
}

function CancelForm({
  booking,
  windowHours,
  now,
  action,
}: {
  booking: Booking;
  windowHours: number;
  now: number;
  action: FormAction;
}) {
  const t = useTranslations("bookings");
  const format = useFormatter();
  const until = Date.parse(booking.startTime) - windowHours * 3_600_000;
  const time = format.dateTime(new Date(until), { dateStyle: "medium", timeStyle: "short" });
  const window =
    until > now ? t("cancelInTime", { time, hours: windowHours }) : t("cancelTooLate", { hours: windowHours });
  return (
    <Confirm label={t("cancel")} warning={`${t("cancelWarning")} ${window}`}>
      <ActionForm action={action} className="grid gap-3">
        <input type="hidden" name="bookingId" value={booking.id} />
        <Field name="reason" label={t("cancelReason")} maxLength={500} />
        <KeptCheckbox name="notify" label={t("notify")} defaultChecked />
        <div>
          <SubmitButton tone="danger" size="small">
            {t("cancelNow")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Confirm>
  );
}

function MoveForm({
  booking,
  staff,
  localStart,
  action,
}: Pick<Props, "booking" | "staff" | "localStart"> & { action: FormAction }) {
  const t = useTranslations("bookings");
  return (
    <Card title={t("reschedule")} description={t("rescheduleHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid gap-4">
          <input type="hidden" name="bookingId" value={booking.id} />
          <input type="hidden" name="expectedVersion" value={booking.version} />
          <Field
            name="start"
            type="datetime-local"
            step={300}
            label={t("newStart")}
            defaultValue={localStart}
            required
          />
          {booking.occurrenceId === null && staff.length > 0 && (
            <SelectField
              name="staffId"
              label={t("staff")}
              empty={t("anyone")}
              defaultValue={booking.staffId ?? ""}
              choices={staff.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <KeptCheckbox name="notify" label={t("notify")} defaultChecked />
          <SlotChoices nearest={t("create.nearest")} />
          <div>
            <SubmitButton tone="plain">{t("move")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}

function History({ history }: { history: Event[] }) {
  const t = useTranslations("bookings");
  return (
    <Card title={t("history")}>
      <ol className="divide-y text-[13px]">
        {history.map(({ at, operation, by, summary }) => (
          <li key={`${at} ${operation}`} className="px-4 py-2.5">
            <span className="text-ink-soft">
              <Moment at={at} /> {by && <span translate="no">{t("by", { name: by })}</span>}
            </span>
            <span className="block" translate="no" lang="en">
              {summary ?? operation}
            </span>
          </li>
        ))}
      </ol>
      {history.length === 0 && <p className="px-4 py-3 text-[13px] text-ink-soft">{t("noHistory")}</p>}
    </Card>
  );
}

/** One booking: what it is, what can happen with it, and what has. */
export function BookingDetail(props: Props) {
  const { booking, mostParticipants, history, now, windowHours, actions } = props;
  const t = useTranslations("bookings");
  const isOpen = isHeld(booking);
  const hasBegun = Date.parse(booking.startTime) < now;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <div className="grid gap-5">
        <Card>
          <CardBody className="grid gap-4">
            <Facts {...props} />
            {actions && isOver(booking) && (
              <section aria-label={t("actions")} className="border-t pt-4">
                <Act id={booking.id} action={actions.reopen} tone="plain">
                  {t("reopen")}
                </Act>
              </section>
            )}
            {actions && isOpen && (
              <section aria-label={t("actions")} className="flex flex-wrap items-start gap-2 border-t pt-4">
                {booking.status === "pending" && (
                  <Act id={booking.id} action={actions.confirm}>
                    {t("confirm")}
                  </Act>
                )}
                {mayArrive(booking, now) && (
                  <Act id={booking.id} action={actions.checkIn} tone="plain">
                    {hasBegun ? t("checkInLate") : t("checkIn")}
                  </Act>
                )}
                {booking.checkedInAt !== null && (
                  <Act id={booking.id} action={actions.undoCheckIn} tone="plain">
                    {t("undoCheckIn")}
                  </Act>
                )}
                {hasBegun && (
                  <Act id={booking.id} action={actions.complete} tone="plain">
                    {t("complete")}
                  </Act>
                )}
                {hasBegun && booking.checkedInAt === null && (
                  <Confirm label={t("noShow")} warning={t("noShowWarning")}>
                    <Act id={booking.id} action={actions.noShow} tone="danger">
                      {t("noShow")}
                    </Act>
                  </Confirm>
                )}
                <CancelForm {...{ booking, windowHours, now }} action={actions.cancel} />
              </section>
            )}
          </CardBody>
        </Card>
        {actions && isOpen && <ChangeForm {...{ booking, mostParticipants }} action={actions.change} />}
        {actions && isOpen && booking.checkedInAt === null && <MoveForm {...props} action={actions.move} />}
      </div>
      <History history={history} />
    </div>
  );
}
