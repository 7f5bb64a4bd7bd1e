import { randomUUID } from "node:crypto";
import { getFormatter, getTranslations } from "next-intl/server";
import { NewBooking } from "@/components/bookings/new-booking";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { createBooking } from "@/lib/operations/bookings/create-booking";
import { getAvailableSlots } from "@/lib/operations/bookings/get-available-slots";
import { addDays, localDate } from "@/lib/operations/bookings/local-time";
import { mostPeople } from "@/lib/operations/bookings/most-people";
import { getServiceDetail } from "@/lib/operations/services/get-service-detail";
import { listServices } from "@/lib/operations/services/list-services";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { customerById } from "@/lib/surfaces/portal/customer-lookup";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { dayOf, hrefOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { create } from "../actions";

export const generateMetadata = titled("bookings.create.title");

/** More than any form needs to offer. */
const MOST_PEOPLE = 100;

/** The free times of one service on one day, as the form offers them. */
async function timesOf(serviceId: string, date: string, staffId: string | undefined) {
  const [t, format, { data }] = await Promise.all([
    getTranslations("bookings.create"),
    getFormatter(),
    view(getAvailableSlots, { serviceId, date, ...(staffId ? { staffId } : {}) }),
  ]);
  return data.items.map(({ startTime, available, remainingCapacity, occurrenceId }) => ({
    start: startTime,
    label: format.dateTime(new Date(startTime), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    isFree: available,
    ...(occurrenceId ? { detail: t("places", { count: remainingCapacity }) } : {}),
  }));
}

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const { workspace } = await workspaceCaller("/bookings/new");
  const query = await searchParams;
  const start = oneOf(query, "start");
  const asked = start && !Number.isNaN(Date.parse(start)) ? Date.parse(start) : undefined;
  const today = localDate(Date.now(), workspace.timezone);
  const date = dayOf(query, "date") ?? localDate(asked ?? Date.now(), workspace.timezone);
  const serviceId = oneOf(query, "serviceId")?.slice(0, 64);
  const staffId = oneOf(query, "staffId")?.slice(0, 64);
  const [t, format, services, detail, staff, slots, customer] = await Promise.all([
    getTranslations("bookings.create"),
    getFormatter(),
    view(listServices, { status: "active", limit: 100 }),
    serviceId ? view(getServiceDetail, { serviceId }) : undefined,
    view(listBookableStaff, { limit: 100, ...(serviceId ? { serviceId } : {}) }),
    serviceId ? timesOf(serviceId, date, staffId) : [],
    customerById(oneOf(query, "accountId")),
  ]);
  const on = (day: string) => hrefOf("/bookings/new", query, { date: day, start: undefined });
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={createBooking.name} />}>
      <NewBooking
        services={services.data.items}
        service={detail?.data.service}
        addOns={detail?.data.addOns ?? []}
        staff={staff.data.items}
        {...{ staffId, date, slots, customer, create }}
        mostParticipants={detail ? Math.min(MOST_PEOPLE, mostPeople(detail.data.service)) : 1}
        start={asked ? new Date(asked).toISOString() : undefined}
        dayLabel={format.dateTime(new Date(`${date}T12:00:00Z`), { timeZone: "UTC", dateStyle: "full" })}
        earlierHref={date > today ? on(addDays(date, -1)) : undefined}
        laterHref={on(addDays(date, 1))}
        idempotencyKey={randomUUID()}
      />
    </Frame>
  );
}
