import { getFormatter, getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { CallBehind } from "@/components/shell/call-behind";
import { TodayView } from "@/components/today/today-view";
import { ButtonLink } from "@/components/ui/button";
import { Page as Frame } from "@/components/ui/page";
import { getCalendar } from "@/lib/operations/bookings/get-calendar";
import { localDate } from "@/lib/operations/bookings/local-time";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { checkIn, noShow, reopen, undoCheckIn } from "../bookings/actions";

export const generateMetadata = titled("today.title");

export default async function Page() {
  const { workspace, scopes } = await workspaceCaller("/today");
  const dateFrom = localDate(Date.now(), workspace.timezone);
  const [t, calendar, format, { data }] = await Promise.all([
    getTranslations("today"),
    getTranslations("calendar"),
    getFormatter(),
    view(getCalendar, { dateFrom }),
  ]);
  const day = format.dateTime(new Date(), { dateStyle: "full", timeZone: workspace.timezone });
  const canWrite = scopes.has("bookings:write");
  return (
    <Frame
      title={t("title")}
      description={<span translate="no">{`${day} · ${workspace.timezone}`}</span>}
      className="max-w-3xl"
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={{ live: calendar("live"), paused: calendar("paused") }} />
          <CallBehind tool={getCalendar.name} args={{ dateFrom }} />
          {canWrite && (
            <ButtonLink href="/bookings/new" size="small">
              {calendar("newBooking")}
            </ButtonLink>
          )}
        </>
      }
    >
      <TodayView {...data} now={Date.now()} actions={canWrite ? { checkIn, undoCheckIn, noShow, reopen } : undefined} />
    </Frame>
  );
}
