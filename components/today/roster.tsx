import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Booking, isHeld } from "@/components/bookings/booking";
import { BookingStatus } from "@/components/bookings/booking-status";
import { ActionForm } from "@/components/ui/action-form";
import { Confirm } from "@/components/ui/confirm";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

export type RosterActions = { checkIn: FormAction; noShow: FormAction };

type Props = { bookings: Booking[]; now: number; actions?: RosterActions; showService?: boolean };

function Person({ booking, now, actions, showService }: Omit<Props, "bookings"> & { booking: Booking }) {
  const t = useTranslations("bookings");
  const { id, customer, participants, notes, startTime } = booking;
  const hasBegun = Date.parse(startTime) < now;
  const isAwaited = isHeld(booking) && booking.checkedInAt === null;
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
      {isAwaited && actions ? (
        <div className="flex flex-wrap items-start gap-2">
          <ActionForm action={actions.checkIn} aria-label={`${t("checkIn")}: ${customer.name}`}>
            <input type="hidden" name="bookingId" value={id} />
            <SubmitButton size="large">{hasBegun ? t("checkInLate") : t("checkIn")}</SubmitButton>
          </ActionForm>
          {hasBegun && (
            <Confirm label={t("noShow")} size="large" warning={t("noShowWarning")}>
              <ActionForm action={actions.noShow}>
                <input type="hidden" name="bookingId" value={id} />
                <SubmitButton tone="danger" size="large">
                  {t("noShow")}
                </SubmitButton>
              </ActionForm>
            </Confirm>
          )}
        </div>
      ) : (
        <BookingStatus booking={booking} />
      )}
    </li>
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
