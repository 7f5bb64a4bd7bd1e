import { getTranslations } from "next-intl/server";
import { ActivityFilters } from "@/components/activity/activity-filters";
import { ActivityTable } from "@/components/activity/activity-table";
import { LiveRefresh } from "@/components/activity/live-refresh";
import { CallBehind } from "@/components/shell/call-behind";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { listStaff } from "@/lib/operations/team/list-staff";
import { catalogue } from "@/lib/surfaces/portal/catalogue";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { filterOf, inputOf, queryOf } from "./query";

export const generateMetadata = titled("activity.title");

const PAGE_SIZE = 50;

/** Everybody who may have acted here: people first, then keys, also those that are gone. */
async function actorChoices(canSeeKeys: boolean) {
  const [staff, keys] = await Promise.all([
    view(listStaff, { limit: 100 }),
    canSeeKeys ? view(listApiKeys, { status: "all", limit: 100 }) : null,
  ]);
  return [
    ...staff.data.items.map(({ userId, name, email }) => ({ value: userId, label: name ?? email })),
    ...(keys?.data.items.map(({ id, name, key }) => ({ value: id, label: `${name} (${key.slice(-4)})` })) ?? []),
  ];
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const query = await searchParams;
  const filter = filterOf(query);
  const input = inputOf(filter);
  const { scopes } = await workspaceCaller("/activity");
  const [t, { data }, actors] = await Promise.all([
    getTranslations("activity"),
    view(listActivity, { ...input, limit: PAGE_SIZE, cursor: query.cursor }),
    actorChoices(scopes.has("keys:read")),
  ]);
  const isFiltered = Object.keys(input).length > 0;
  const path = (cursor?: string) =>
    `/activity?${queryOf(filter)}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
  return (
    <Frame
      title={t("title")}
      description={t("lead")}
      actions={
        <>
          <LiveRefresh source="/api/activity/stream" labels={{ live: t("live"), paused: t("paused") }} />
          <CallBehind tool={listActivity.name} args={input} />
        </>
      }
    >
      <ActivityFilters
        filter={filter}
        actors={actors}
        operations={catalogue().map(({ name }) => name)}
        exportHref={`/api/activity/export?${new URLSearchParams(input as Record<string, string>)}`}
      />
      <Card>
        {data.items.length > 0 ? (
          <ActivityTable events={data.items} />
        ) : isFiltered ? (
          <EmptyState title={t("noMatchTitle")}>{t("noMatchBody")}</EmptyState>
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination firstHref={query.cursor && path()} nextHref={data.nextCursor && path(data.nextCursor)} />
      </Card>
    </Frame>
  );
}
