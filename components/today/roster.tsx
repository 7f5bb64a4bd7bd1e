import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Booking, isHeld, isOver, mayArrive } from "@/components/bookings/booking";
import { BookingStatus } from "@/components/bookings/booking-status";
import { ActionForm } from "@/components/ui/action-form";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

export type RosterActions = Record<"checkIn" | "undoCheckIn" | "noShow" | "reopen", FormAction>;

type Props = { bookings: Booking[]; now: number; actions?: RosterActions; showService?: boolean };

function Person({ booking, now, actions, showService }: Omit<Props, "bookings"> & { booking: Booking }) {
  const t = useTranslations("bookings");
  const { id, customer, participants, notes, startTime } = booking;
  const hasBegun = Date.parse(startTime) < now;
  const about = [showService && booking.serviceName, booking.staffName, booking.resourceName, customer.phone, notes];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-40">
        <Link href={`/bookings/${id}`} prefetch={false} className="font-medium hover:underline" translate="no">
          {customer.name}
          {participants > 1 && ` × ${participants}`}
        </Link>
        <span className="block text-[13px] break-words text-ink-soft" translate="no">
          {about.filter(Boolean).join(" · ")}
        </span>
      </div>
      {actions && mayArrive(booking, now) ? (
        <div className="flex flex-wrap items-start gap-2">
          <ActionForm action={actions.checkIn} aria-label={`${t("checkIn")}: ${customer.name}`}>
            <input type="hidden" name="bookingId" value={id} />
            <SubmitButton size="large">{hasBegun ? t("checkInLate") : t("checkIn")}</SubmitButton>
          </ActionForm>
          {hasBegun && (
            <ConfirmedAction
              label={t("noShow")}
              size="large"
              warning={t("noShowWarning")}
              action={actions.noShow}
              values={{ bookingId: id }}
              submit={t("noShow")}
            />
          )}
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <BookingStatus booking={booking} />
          {actions && <TakeBack {...{ booking, actions }} />}
        </div>
      )}
    </li>
  );
}

/** One tap on the wrong name is normal: what was noted is taken back where it was noted. */
function TakeBack({ booking, actions }: { booking: Booking; actions: RosterActions }) {
  const t = useTranslations("bookings");
  const isHere = isHeld(booking) && booking.checkedInAt !== null;
  if (!isHere && !isOver(booking)) return null;
  const label = isHere ? t("undoCheckIn") : t("reopen");
  return (
    <ActionForm
      action={isHere ? actions.undoCheckIn : actions.reopen}
      aria-label={`${label}: ${booking.customer.name}`}
    >
      <input type="hidden" name="bookingId" value={booking.id} />
      <SubmitButton tone="plain">{label}</SubmitButton>
    </ActionForm>
  );
}

/** Who comes, with one tap to note that they are here. */
export function Roster({ bookings, ...rest }: Props) {
  return (
    <ul className="divide-y">
      {bookings.map((booking) => (
        <Person key={booking.id} booking={booking} {...rest} />
      ))}
    </ul>
  );
}
