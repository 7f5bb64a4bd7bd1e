import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { BookingDetail } from "@/components/bookings/booking-detail";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getBookingSettings } from "@/lib/operations/booking-settings/get-booking-settings";
import { getBookingDetail } from "@/lib/operations/bookings/get-booking-detail";
import { wallTime } from "@/lib/operations/bookings/local-time";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { cancel, change, checkIn, complete, confirm, move, noShow, reopen, undoCheckIn } from "../actions";

export const generateMetadata = titled("bookings.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { scopes, workspace } = await workspaceCaller(`/bookings/${id}`);
  const { data } = await view(getBookingDetail, { bookingId: id });
  const { booking } = data;
  const [t, settings, staff] = await Promise.all([
    getTranslations("calendar"),
    view(getBookingSettings, {}),
    view(listBookableStaff, { serviceId: booking.serviceId, limit: 100 }),
  ]);
  return (
    <Frame
      title={<span translate="no">{booking.customer.name}</span>}
      description={<span translate="no">{booking.serviceName}</span>}
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={{ live: t("live"), paused: t("paused") }} />
          <CallBehind tool={getBookingDetail.name} args={{ bookingId: id }} />
        </>
      }
    >
      <BookingDetail
        {...data}
        staff={staff.data.items}
        localStart={wallTime(Date.parse(booking.startTime), workspace.timezone)}
        windowHours={settings.data.settings.cancellationWindowHours}
        now={Date.now()}
        hasCustomerPage={scopes.has("contacts:read")}
        actions={
          scopes.has("bookings:write")
            ? { confirm, checkIn, undoCheckIn, complete, noShow, reopen, cancel, change, move }
            : undefined
        }
      />
    </Frame>
  );
}
