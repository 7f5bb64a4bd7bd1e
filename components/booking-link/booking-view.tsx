import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { FormAction } from "@/components/ui/form-state";
import { CancelForm } from "./booking-link-forms";
import { BusinessTime, Facts, inputTime } from "./facts";
import { type FreeTimes, MoveForm } from "./move-form";

export interface LinkedBooking {
  businessName: string;
  serviceName: string;
  staffName: string | null;
  startTime: string;
  timezone: string;
  status: "pending" | "confirmed" | "cancelled" | "completed" | "no_show";
  mayMove: boolean;
  mayCancel: boolean;
  isLate: boolean;
}

type Props = {
  booking: LinkedBooking;
  token: string;
  /** What was just done, to be said once. */
  done: "moved" | "cancelled" | "claimed" | null;
  move: FormAction<FreeTimes>;
  cancel: FormAction;
};

/** A customer's own booking, and what they may do with it without signing in. */
export function BookingView({ booking, token, done, move, cancel }: Props) {
  const t = useTranslations("booking");
  const { startTime, timezone, status, mayMove, mayCancel, isLate } = booking;
  const isOpen = status === "pending" || status === "confirmed";
  const isOver = isOpen && Date.parse(startTime) <= Date.now();
  return (
    <div className="grid gap-6">
      {done && <Alert tone="ok">{t(done)}</Alert>}
      <Facts
        items={[
          { label: t("at"), value: <span translate="no">{booking.businessName}</span> },
          {
            label: t("service"),
            value: <span translate="no">{[booking.serviceName, booking.staffName].filter(Boolean).join(" · ")}</span>,
          },
          { label: t("when"), value: <BusinessTime at={startTime} timezone={timezone} /> },
          { label: t("status"), value: t(`statuses.${status}`) },
        ]}
      />
      {mayMove && (
        <section className="grid gap-3">
          <h2 className="text-sm font-semibold">{t("moveTitle")}</h2>
          <MoveForm
            key={startTime}
            action={move}
            token={token}
            start={inputTime(new Date(startTime), timezone)}
            earliest={inputTime(new Date(), timezone)}
            labels={{
              field: t("moveLabel"),
              help: t("moveHelp", { timezone }),
              submit: t("moveAction"),
              free: t("moveFree"),
            }}
          />
        </section>
      )}
      {mayCancel && (
        <section className="grid gap-3">
          <h2 className="text-sm font-semibold">{t("cancelTitle")}</h2>
          <CancelForm action={cancel} token={token} isLate={isLate} />
        </section>
      )}
      {isOver && <p className="text-[13px] text-ink-soft">{t("over")}</p>}
      {isOpen && !isOver && !(mayMove && mayCancel) && <p className="text-[13px] text-ink-soft">{t("locked")}</p>}
    </div>
  );
}
