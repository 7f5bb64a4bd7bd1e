import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { ClassView } from "@/components/calendar/class-view";
import { weekdaysOf } from "@/components/services/class-fields";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Page as Frame } from "@/components/ui/page";
import { getCalendar } from "@/lib/operations/bookings/get-calendar";
import { listWaitlist } from "@/lib/operations/bookings/list-waitlist";
import { wallTime } from "@/lib/operations/bookings/local-time";
import { listResources } from "@/lib/operations/resources/list-resources";
import { listServiceSchedules } from "@/lib/operations/schedules/list-service-schedules";
import { readOccurrenceId } from "@/lib/operations/schedules/schedule";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { checkIn, noShow, reopen, undoCheckIn } from "../../bookings/actions";
import { cancelDate, cancelSeries, change } from "./actions";

export const generateMetadata = titled("calendar.class.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { workspace, scopes } = await workspaceCaller(`/calendar/${id}`);
  const named = readOccurrenceId(id);
  if (!named) notFound();
  const input = { dateFrom: named.date };
  const [t, calendar, format, { data }, waitlist, staff, rooms] = await Promise.all([
    getTranslations("calendar.class"),
    getTranslations("calendar"),
    getFormatter(),
    view(getCalendar, input),
    view(listWaitlist, { occurrenceId: id, limit: 100 }),
    view(listBookableStaff, { limit: 100 }),
    view(listResources, { limit: 100 }),
  ]);
  const lesson = data.classes.find(({ occurrenceId }) => occurrenceId === id);
  if (!lesson) notFound();
  const rules = await view(listServiceSchedules, { serviceId: lesson.serviceId, limit: 100 });
  const rule = rules.data.items.find(({ id: scheduleId }) => scheduleId === lesson.scheduleId);
  const clock = (at: string) => wallTime(Date.parse(at), workspace.timezone).slice(11);
  const canWrite = scopes.has("bookings:write");
  const about = [
    format.dateTime(new Date(lesson.startTime), { dateStyle: "full", timeStyle: "short" }),
    lesson.staffName,
    lesson.resourceName,
  ];
  return (
    <Frame
      title={<span translate="no">{lesson.serviceName}</span>}
      description={<span translate="no">{about.filter(Boolean).join(" · ")}</span>}
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={{ live: calendar("live"), paused: calendar("paused") }} />
          <CallBehind tool={getCalendar.name} args={input} />
          {canWrite && (
            <ButtonLink
              href={`/bookings/new?${new URLSearchParams({ serviceId: lesson.serviceId, start: lesson.startTime })}`}
              size="small"
            >
              {t("book")}
            </ButtonLink>
          )}
        </>
      }
    >
      <ClassView
        lesson={lesson}
        times={{ start: clock(lesson.startTime), end: clock(lesson.endTime) }}
        weekdays={rule ? weekdaysOf(rule) : []}
        bookings={data.bookings.filter(({ occurrenceId }) => occurrenceId === id)}
        waiting={waitlist.data.items}
        staff={staff.data.items}
        rooms={rooms.data.items}
        now={Date.now()}
        actions={canWrite ? { checkIn, undoCheckIn, noShow, reopen, change, cancelDate, cancelSeries } : undefined}
      />
    </Frame>
  );
}
