import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import type { Booking } from "./booking";
import { BookingStatus } from "./booking-status";

/** Bookings by start; each opens its page. */
export function BookingsTable({ bookings }: { bookings: Booking[] }) {
  const t = useTranslations("bookings");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell>{t("customer")}</HeadCell>
          <HeadCell>{t("service")}</HeadCell>
          <HeadCell>{t("staff")}</HeadCell>
          <HeadCell>{t("statusLabel")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {bookings.map((booking) => (
          <Row key={booking.id}>
            <Cell className="w-44">
              <Link href={`/bookings/${booking.id}`} prefetch={false} className="font-medium hover:underline">
                <Moment at={booking.startTime} />
              </Link>
            </Cell>
            <Cell translate="no">
              {booking.customer.name}
              {booking.participants > 1 && <span className="text-ink-soft"> × {booking.participants}</span>}
              <span className="block text-ink-soft">{booking.customer.email ?? booking.customer.phone}</span>
            </Cell>
            <Cell translate="no">{booking.serviceName}</Cell>
            <Cell translate="no" className="text-ink-soft">
              {[booking.staffName, booking.resourceName].filter(Boolean).join(" · ")}
            </Cell>
            <Cell>
              <BookingStatus booking={booking} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
