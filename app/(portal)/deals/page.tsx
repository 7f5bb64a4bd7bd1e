import { getTranslations } from "next-intl/server";
import { DealBoard } from "@/components/deals/deal-board";
import { DealNotice } from "@/components/deals/deal-notice";
import { DealTable } from "@/components/deals/deal-table";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { listDeals } from "@/lib/operations/deals/list-deals";
import { STAGE_OUTCOMES } from "@/lib/operations/deals/pipeline";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { choiceOf, hrefOf, oneOf, type PageQuery, pairsOf } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { PageViews } from "../page-views";
import { move, restore } from "./actions";
import { dealOwners, pipelines } from "./stages";

export const generateMetadata = titled("deals.title");

const COLUMN_SIZE = 30;
const PAGE_SIZE = 50;

type Filter = { pipelineId: string; search?: string };

/** The newest deals of every stage; a stage that holds more links to its list. */
async function columnsOf(stages: readonly { id: string }[], filter: Filter, listHref: (stage: string) => string) {
  return Promise.all(
    stages.map(async ({ id }) => {
      const { data } = await view(listDeals, { ...filter, stage: id, limit: COLUMN_SIZE });
      return { stageId: id, deals: data.items, moreHref: data.nextCursor ? listHref(id) : null };
    }),
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const asked = await searchParams;
  const { done, undo: _undo, cursor, ...query } = asked;
  const { scopes } = await workspaceCaller("/deals");
  const [t, { items, currency }, { names }] = await Promise.all([getTranslations("deals"), pipelines(), dealOwners()]);
  const pipeline = items.find(({ id }) => id === oneOf(query, "pipeline")) ?? items[0];
  if (!pipeline) throw new Error("a company without a pipeline");
  const isTable = oneOf(query, "as") === "table";
  const search = oneOf(query, "search")?.slice(0, 200);
  const stage = isTable ? pipeline.stages.find(({ id }) => id === oneOf(query, "stage"))?.id : undefined;
  const outcome = isTable ? choiceOf(query, "outcome", STAGE_OUTCOMES) : undefined;
  const filter = { pipelineId: pipeline.id, ...(search ? { search } : {}) };
  const input = { ...filter, ...(stage ? { stage } : {}), ...(outcome ? { outcome } : {}) };
  const href = (changes: PageQuery) => hrefOf("/deals", query, changes);
  const stageHref = (id: string) => href({ as: "table", stage: id });
  const [columns, list] = await Promise.all([
    isTable ? [] : columnsOf(pipeline.stages, filter, stageHref),
    isTable ? view(listDeals, { ...input, limit: PAGE_SIZE, cursor: oneOf({ cursor }, "cursor") }) : null,
  ]);
  const deals = list?.data.items ?? columns.flatMap((column) => column.deals);
  const isFiltered = Boolean(search ?? stage ?? outcome);
  const canEdit = scopes.has("deals:write");
  return (
    <Frame
      title={t("title")}
      description={t("lead", { currency })}
      className="max-w-[96rem]"
      actions={
        <>
          <CallBehind tool={listDeals.name} args={input} />
          <ButtonLink href="/deals/pipelines" size="small" prefetch={false}>
            {t("pipelines")}
          </ButtonLink>
          {canEdit && (
            <ButtonLink href={`/deals/new?pipeline=${pipeline.id}`} tone="primary" size="small" prefetch={false}>
              {t("new")}
            </ButtonLink>
          )}
        </>
      }
    >
      <PageViews page="deals" asked={asked} all={t("all")} />
      <LinkTabs
        label={t("views")}
        tabs={[
          {
            href: href({ as: undefined, stage: undefined, outcome: undefined }),
            label: t("asBoard"),
            isHere: !isTable,
          },
          { href: href({ as: "table" }), label: t("asTable"), isHere: isTable },
        ]}
      />
      <FilterBar label={t("filters")} keep={pairsOf({ as: isTable ? "table" : undefined, view: query.view })}>
        <FilterSearch label={t("search")} value={search} />
        {items.length > 1 && (
          <FilterSelect
            name="pipeline"
            label={t("pipeline")}
            value={pipeline.isDefault ? undefined : pipeline.id}
            any={items[0]?.name ?? ""}
            choices={items.slice(1).map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {isTable && (
          <>
            <FilterSelect
              name="stage"
              label={t("stage")}
              value={stage}
              any={t("anyStage")}
              choices={pipeline.stages.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <FilterSelect
              name="outcome"
              label={t("outcomeLabel")}
              value={outcome}
              any={t("anyOutcome")}
              choices={STAGE_OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
            />
          </>
        )}
      </FilterBar>
      {deals.length === 0 ? (
        <Card>
          {isFiltered ? (
            <EmptyState title={t("noMatch")}>{t("noMatchBody")}</EmptyState>
          ) : (
            <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
              {t("emptyBody")}
            </EmptyState>
          )}
        </Card>
      ) : isTable ? (
        <Card>
          <DealTable deals={deals} names={names} />
          <Pagination
            firstHref={cursor && href({})}
            nextHref={list?.data.nextCursor && href({ cursor: list.data.nextCursor })}
          />
        </Card>
      ) : (
        <DealBoard {...{ pipeline, columns, currency, names, canEdit, move }} />
      )}
      <DealNotice done={oneOf({ done }, "done")} undo={restore} />
    </Frame>
  );
}
