import { getTranslations } from "next-intl/server";
import { SegmentNotice } from "@/components/segments/segment-notice";
import { SegmentTable } from "@/components/segments/segment-table";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch } from "@/components/ui/filter-bar";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { listSegments } from "@/lib/operations/segments/list-segments";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { hrefOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { restore } from "./actions";
import { CountText } from "./count-text";

export const generateMetadata = titled("segments.title");

const PAGE_SIZE = 20;

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const { done, cursor, ...query } = await searchParams;
  const search = oneOf(query, "search")?.slice(0, 200);
  const input = search ? { search } : {};
  const { scopes } = await workspaceCaller("/segments");
  const [t, { data }] = await Promise.all([
    getTranslations("segments"),
    view(listSegments, { ...input, limit: PAGE_SIZE, cursor: oneOf({ cursor }, "cursor") }),
  ]);
  return (
    <Frame
      title={t("title")}
      description={t("lead")}
      actions={
        <>
          <CallBehind tool={listSegments.name} args={input} />
          {scopes.has("segments:write") && (
            <ButtonLink href="/segments/new" tone="primary" size="small" prefetch={false}>
              {t("new")}
            </ButtonLink>
          )}
        </>
      }
    >
      <FilterBar label={t("filters")}>
        <FilterSearch label={t("search")} value={search} />
      </FilterBar>
      <Card>
        {data.items.length > 0 ? (
          <SegmentTable segments={data.items} count={({ id }) => <CountText segmentId={id} />} />
        ) : search ? (
          <EmptyState title={t("noMatch")} />
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination
          firstHref={cursor && hrefOf("/segments", query)}
          nextHref={data.nextCursor && hrefOf("/segments", query, { cursor: data.nextCursor })}
        />
      </Card>
      <SegmentNotice done={oneOf({ done }, "done")} undo={restore} />
    </Frame>
  );
}
