import { getFormatter, getTranslations } from "next-intl/server";
import { AddOnsCard } from "@/components/services/add-ons-card";
import { LinksCard } from "@/components/services/links-card";
import { SchedulesCard } from "@/components/services/schedules-card";
import { ServiceForm } from "@/components/services/service-form";
import { ServiceState } from "@/components/services/service-state";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { getBookingSettings } from "@/lib/operations/booking-settings/get-booking-settings";
import { getCalendar } from "@/lib/operations/bookings/get-calendar";
import { addDays, localDate } from "@/lib/operations/bookings/local-time";
import { listResources } from "@/lib/operations/resources/list-resources";
import { listServiceSchedules } from "@/lib/operations/schedules/list-service-schedules";
import { getServiceDetail } from "@/lib/operations/services/get-service-detail";
import { listServiceCategories } from "@/lib/operations/services/list-service-categories";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { listStaff } from "@/lib/operations/team/list-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import * as actions from "../actions";

export const generateMetadata = titled("services.title");

/** Bookable people, and members of the team who become bookable when they are chosen. */
async function peopleOf(canSeeTeam: boolean) {
  const [bookable, team] = await Promise.all([
    view(listBookableStaff, { limit: 100 }),
    canSeeTeam ? view(listStaff, { limit: 100 }) : undefined,
  ]);
  const known = new Set(bookable.data.items.flatMap(({ id, userId }) => [id, userId ?? id]));
  const others = (team?.data.items ?? []).filter(({ id, userId }) => !known.has(id) && !known.has(userId));
  return {
    bookable: bookable.data.items,
    others: others.map(({ id, name, email }) => ({ id, name: name ?? email, serviceIds: [] as string[] })),
  };
}

const DATE = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;

/** The rules of a class, each with its dates of the coming month. */
async function schedulesOf(serviceId: string, today: string) {
  const [format, rules, calendar] = await Promise.all([
    getFormatter(),
    view(listServiceSchedules, { serviceId, dateFrom: today, limit: 100 }),
    view(getCalendar, { serviceId, dateFrom: today, dateTo: addDays(today, 30) }),
  ]);
  return rules.data.items.map((rule) => ({
    ...rule,
    next: calendar.data.classes
      .filter(({ scheduleId, startTime }) => scheduleId === rule.id && Date.parse(startTime) > Date.now())
      .map(({ date, startTime }) => ({ date, label: format.dateTime(new Date(startTime), DATE) })),
  }));
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { workspace, scopes } = await workspaceCaller(`/services/${id}`);
  const today = localDate(Date.now(), workspace.timezone);
  const { data } = await view(getServiceDetail, { serviceId: id });
  const { service } = data;
  const isClass = service.type === "class";
  const [t, categories, settings, people, rooms, schedules] = await Promise.all([
    getTranslations("services"),
    view(listServiceCategories, {}),
    view(getBookingSettings, {}),
    peopleOf(scopes.has("team:read")),
    view(listResources, { limit: 100 }),
    isClass ? schedulesOf(id, today) : [],
  ]);
  const canWrite = scopes.has("bookings:write");
  const linked = (items: { id: string; name: string; serviceIds: string[] }[]) =>
    items.map((item) => ({ id: item.id, name: item.name, isLinked: item.serviceIds.includes(id) }));
  const { addSchedule, changeSchedule, cancelSchedule, addAddOn, changeAddOn, removeAddOn } = actions;
  return (
    <Frame
      title={<span translate="no">{service.name}</span>}
      description={t(`types.${isClass ? "class" : "one_on_one"}`)}
      actions={<CallBehind tool={getServiceDetail.name} args={{ serviceId: id }} />}
    >
      <ServiceState
        service={service}
        actions={canWrite ? { archive: actions.archive, restore: actions.restore } : undefined}
      />
      {isClass && (
        <SchedulesCard
          serviceId={id}
          {...{ schedules, today }}
          staff={people.bookable}
          rooms={rooms.data.items}
          durationMinutes={service.durationMinutes}
          capacity={service.capacity}
          actions={canWrite ? { create: addSchedule, change: changeSchedule, cancel: cancelSchedule } : undefined}
        />
      )}
      {canWrite && (
        <Card title={t("details")}>
          <CardBody>
            <ServiceForm
              key={service.version}
              service={service}
              currency={service.currency}
              categories={categories.data.items}
              rules={settings.data.settings}
              action={actions.update}
            />
          </CardBody>
        </Card>
      )}
      <div className="grid items-start gap-5 md:grid-cols-2">
        <LinksCard
          title={t("people")}
          description={t("peopleHelp")}
          items={linked([...people.bookable, ...people.others])}
          empty={t("noPeople")}
          hidden={{ serviceId: id }}
          action={canWrite ? actions.linkStaff : undefined}
        />
        <LinksCard
          title={t("rooms")}
          description={t("roomsHelp")}
          items={linked(rooms.data.items)}
          empty={t("noRooms")}
          hidden={{ serviceId: id }}
          action={canWrite ? actions.linkRooms : undefined}
        />
      </div>
      <AddOnsCard
        serviceId={id}
        currency={service.currency}
        addOns={data.addOns}
        actions={canWrite ? { add: addAddOn, change: changeAddOn, remove: removeAddOn } : undefined}
      />
    </Frame>
  );
}
