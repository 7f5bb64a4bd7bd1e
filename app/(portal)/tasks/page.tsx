import { getTranslations } from "next-intl/server";
import { CallBehind } from "@/components/shell/call-behind";
import { localDayOf } from "@/components/tasks/due";
import { QuickAdd } from "@/components/tasks/quick-add";
import { TaskList } from "@/components/tasks/task-list";
import { TaskNotice } from "@/components/tasks/task-notice";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSelect } from "@/components/ui/filter-bar";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { listTasks } from "@/lib/operations/tasks/list-tasks";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { hrefOf, oneOf, type PageQuery, pairsOf } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { PageViews } from "../page-views";
import { addQuickly, complete, undo } from "./actions";
import { taskPeople } from "./people";
import { filterOf, inputOf, TASK_VIEWS } from "./query";

export const generateMetadata = titled("tasks.title");

const PAGE_SIZE = 50;

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const asked = await searchParams;
  const { done, undo: _undo, cursor, ...query } = asked;
  const filter = filterOf(query);
  const input = inputOf(filter);
  const caller = await workspaceCaller("/tasks");
  const { timezone } = caller.workspace;
  const today = localDayOf(timezone);
  const canEdit = caller.scopes.has("tasks:write");
  const [t, { data }, { people, names, own }] = await Promise.all([
    getTranslations("tasks"),
    view(listTasks, { ...input, limit: PAGE_SIZE, cursor: oneOf({ cursor }, "cursor") }),
    taskPeople(caller.userId),
  ]);
  const href = (changes: PageQuery) => hrefOf("/tasks", query, changes);
  const tabs = TASK_VIEWS.map((each) => ({
    href: href({ show: each === "open" ? undefined : each }),
    label: t(`view.${each}`),
    isHere: each === filter.view,
  }));
  const choices = people.map((each) => (each.value === own ? { ...each, label: t("me", { name: each.label }) } : each));
  return (
    <Frame
      title={t("title")}
      description={t("lead", { timezone })}
      actions={
        <>
          <CallBehind tool={listTasks.name} args={input} />
          {canEdit && (
            <ButtonLink href="/tasks/new" tone="primary" size="small" prefetch={false}>
              {t("new")}
            </ButtonLink>
          )}
        </>
      }
    >
      <PageViews page="tasks" asked={asked} all={t("withoutView")} />
      <LinkTabs tabs={tabs} label={t("views")} />
      <FilterBar
        label={t("filters")}
        keep={pairsOf({
          show: filter.view === "open" ? undefined : filter.view,
          accountId: filter.accountId,
          view: query.view,
        })}
      >
        <FilterSelect
          name="assigneeId"
          label={t("assignee")}
          value={filter.assigneeId}
          any={t("anybody")}
          choices={choices}
        />
        {filter.accountId && (
          <ButtonLink href={href({ accountId: undefined })} size="small" tone="quiet" prefetch={false}>
            {t("anyCustomer")}
          </ButtonLink>
        )}
      </FilterBar>
      <Card>
        {canEdit && filter.view !== "done" && (
          <CardBody className="border-b">
            <QuickAdd action={addQuickly} day={filter.view === "today" ? today : undefined} />
          </CardBody>
        )}
        {data.items.length > 0 ? (
          <TaskList
            {...{ today, names }}
            tasks={data.items}
            isGrouped={filter.view === "open"}
            query={new URLSearchParams(pairsOf(query)).toString()}
            complete={canEdit ? complete : undefined}
          />
        ) : (
          <EmptyState title={t(`empty.${filter.view}`)} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination firstHref={cursor && href({})} nextHref={data.nextCursor && href({ cursor: data.nextCursor })} />
      </Card>
      <TaskNotice done={oneOf({ done }, "done")} query={new URLSearchParams(pairsOf(query)).toString()} undo={undo} />
    </Frame>
  );
}
