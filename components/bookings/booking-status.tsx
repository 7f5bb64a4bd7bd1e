import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { type Booking, isHeld } from "./booking";

type Props = { booking: Pick<Booking, "status" | "checkedInAt" | "isLate" | "isLateCancel"> };

const tones = {
  pending: "warning",
  confirmed: "ok",
  cancelled: "neutral",
  completed: "neutral",
  no_show: "danger",
} as const;

/** Where a booking stands, with what is told apart: late, cancelled late, missed. */
export function BookingStatus({ booking }: Props) {
  const t = useTranslations("bookings");
  const isHere = isHeld(booking) && booking.checkedInAt !== null;
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={isHere ? "ok" : tones[booking.status]}>{isHere ? t("here") : t(`status.${booking.status}`)}</Badge>
      {booking.isLate && <Badge tone="warning">{t("late")}</Badge>}
      {booking.isLateCancel && <Badge tone="danger">{t("lateCancel")}</Badge>}
    </span>
  );
}
