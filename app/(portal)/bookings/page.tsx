import { getTranslations } from "next-intl/server";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { BookingsTable } from "@/components/bookings/bookings-table";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { controlStyle } from "@/components/ui/control-style";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { BOOKING_STATUSES } from "@/lib/operations/bookings/booking";
import { listBookings } from "@/lib/operations/bookings/list-bookings";
import { listServices } from "@/lib/operations/services/list-services";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { choiceOf, dayOf, hrefOf, oneOf, type PageQuery, pairsOf } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { PageViews } from "../page-views";

export const generateMetadata = titled("bookings.title");

const PAGE_SIZE = 50;

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const { scopes } = await workspaceCaller("/bookings");
  const asked = await searchParams;
  const { done: _done, undo: _undo, ...query } = asked;
  const input = {
    search: oneOf(query, "search")?.slice(0, 200),
    status: choiceOf(query, "status", BOOKING_STATUSES),
    staffId: oneOf(query, "staffId")?.slice(0, 64),
    serviceId: oneOf(query, "serviceId")?.slice(0, 64),
    accountId: oneOf(query, "accountId")?.slice(0, 64),
    dateFrom: dayOf(query, "dateFrom"),
    dateTo: dayOf(query, "dateTo"),
  };
  const cursor = oneOf(query, "cursor");
  const [t, { data }, staff, services] = await Promise.all([
    getTranslations("bookings"),
    view(listBookings, { ...input, limit: PAGE_SIZE, cursor }),
    view(listBookableStaff, { limit: 100 }),
    view(listServices, { limit: 100 }),
  ]);
  const isFiltered = Object.values(input).some((value) => value !== undefined);
  const dateStyle = `${controlStyle} h-8 px-2 text-[13px]`;
  const named = (items: { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Frame
      title={t("title")}
      description={t("lead")}
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={await liveLabels()} />
          <CallBehind tool={listBookings.name} args={JSON.parse(JSON.stringify(input))} />
          {scopes.has("bookings:write") && (
            <ButtonLink href="/bookings/new" tone="primary" size="small">
              {t("new")}
            </ButtonLink>
          )}
        </>
      }
    >
      <PageViews page="bookings" asked={asked} all={t("all")} />
      <FilterBar label={t("title")} keep={pairsOf({ accountId: input.accountId, view: query.view })}>
        <FilterSearch label={t("search")} value={input.search} />
        <FilterSelect
          name="status"
          label={t("statusLabel")}
          value={input.status}
          any={t("anyStatus")}
          choices={BOOKING_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <FilterSelect
          name="staffId"
          label={t("staff")}
          value={input.staffId}
          any={t("anyStaff")}
          choices={named(staff.data.items)}
        />
        <FilterSelect
          name="serviceId"
          label={t("service")}
          value={input.serviceId}
          any={t("anyService")}
          choices={named(services.data.items)}
        />
        {(["from", "to"] as const).map((end) => (
          <label key={end} className="flex items-center gap-1.5 text-[13px] text-ink-soft">
            {t(end)}
            <input
              type="date"
              name={end === "from" ? "dateFrom" : "dateTo"}
              defaultValue={end === "from" ? input.dateFrom : input.dateTo}
              className={dateStyle}
            />
          </label>
        ))}
      </FilterBar>
      <Card>
        {data.items.length > 0 ? (
          <BookingsTable bookings={data.items} />
        ) : isFiltered ? (
          <EmptyState title={t("noMatchTitle")}>{t("noMatchBody")}</EmptyState>
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination
          firstHref={cursor && hrefOf("/bookings", query, { cursor: undefined })}
          nextHref={data.nextCursor && hrefOf("/bookings", query, { cursor: data.nextCursor })}
        />
      </Card>
    </Frame>
  );
}

async function liveLabels() {
  const t = await getTranslations("calendar");
  return { live: t("live"), paused: t("paused") };
}
