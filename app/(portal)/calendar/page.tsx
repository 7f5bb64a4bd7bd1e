import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { CalendarView } from "@/components/calendar/calendar-view";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Page as Frame } from "@/components/ui/page";
import { getBookingSettings } from "@/lib/operations/booking-settings/get-booking-settings";
import { getCalendar } from "@/lib/operations/bookings/get-calendar";
import { addDays } from "@/lib/operations/bookings/local-time";
import { getOpeningHours } from "@/lib/operations/opening-hours/get-opening-hours";
import { listResources } from "@/lib/operations/resources/list-resources";
import { listServices } from "@/lib/operations/services/list-services";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { moveAppointment, moveClassDate } from "./actions";
import { calendarHref, daysOf, readQuery, VIEWS } from "./query";

export const generateMetadata = titled("calendar.title");

type Props = { searchParams: Promise<Record<string, string | undefined>> };

export default async function Page({ searchParams }: Props) {
  const { workspace, scopes } = await workspaceCaller("/calendar");
  const { timezone } = workspace;
  const query = readQuery(await searchParams, timezone);
  const days = daysOf(query);
  const input = {
    dateFrom: days[0] ?? query.date,
    dateTo: days.at(-1),
    ...(query.staffId && query.view !== "staff" ? { staffId: query.staffId } : {}),
  };
  const [t, { data }, hours, staff, rooms, services, settings] = await Promise.all([
    getTranslations("calendar"),
    view(getCalendar, input),
    view(getOpeningHours, {}),
    view(listBookableStaff, { limit: 100 }),
    view(listResources, { limit: 100 }),
    view(listServices, { limit: 1 }),
    view(getBookingSettings, {}),
  ]);
  const at = (change: Partial<typeof query>) => calendarHref({ ...query, ...change });
  const canWrite = scopes.has("bookings:write");
  return (
    <Frame
      title={t("title")}
      className="max-w-none"
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={{ live: t("live"), paused: t("paused") }} />
          <CallBehind tool={getCalendar.name} args={input} />
          {canWrite && (
            <ButtonLink href="/bookings/new" tone="primary" size="small">
              {t("newBooking")}
            </ButtonLink>
          )}
        </>
      }
    >
      <CalendarView
        {...{ days, timezone, data }}
        view={query.view}
        today={query.today}
        now={Date.now()}
        step={settings.data.settings.slotIntervalMinutes}
        windows={hours.data.windows}
        staff={staff.data.items}
        rooms={rooms.data.items}
        hasServices={services.data.items.length > 0}
        views={VIEWS.map((each) => ({ view: each, href: at({ view: each }) }))}
        hrefs={{
          previous: at({ date: addDays(query.date, -days.length) }),
          today: at({ date: query.today }),
          next: at({ date: addDays(query.date, days.length) }),
          day: (date) => at({ view: "day", date }),
        }}
        filter={query}
        moves={canWrite ? { appointment: moveAppointment, classDate: moveClassDate } : undefined}
      />
    </Frame>
  );
}
