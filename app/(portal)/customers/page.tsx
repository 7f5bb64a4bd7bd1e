import { getTranslations } from "next-intl/server";
import { BulkCustomers } from "@/components/customers/bulk-customers";
import { COLUMNS } from "@/components/customers/customer";
import { CustomerFilters } from "@/components/customers/customer-filters";
import { CustomerNotice } from "@/components/customers/customer-notice";
import { CustomerTable } from "@/components/customers/customer-table";
import { TagChoices } from "@/components/customers/tag-edit";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { ColumnsMenu } from "@/components/ui/columns-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChips } from "@/components/ui/filter-bar";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { searchMembers } from "@/lib/operations/accounts/search-members";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { hrefOf, oneOf, type PageQuery, pairsOf } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { PageViews } from "../page-views";
import { bulk, edit, restore, setTags } from "./actions";
import { chipsOf } from "./chips";
import { loadChoices } from "./choices";
import { filterOf, INACTIVE_DAYS, memberInputOf, PATH, SHOWING, showingOf } from "./query";

export const generateMetadata = titled("customers.title");

const PAGE_SIZE = 50;

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const asked = await searchParams;
  const { scopes, role } = await workspaceCaller(PATH);
  const [t, choices] = await Promise.all([getTranslations("customers"), loadChoices(scopes, asked)]);
  const filter = choices.known(filterOf(asked));
  const { sort, order, columns } = showingOf(asked);
  const input = memberInputOf(filter, choices.fieldFilters);
  const { data } = await view(searchMembers, {
    ...input,
    sort,
    order,
    limit: PAGE_SIZE,
    cursor: oneOf(asked, "cursor"),
  });
  const query = Object.fromEntries(
    Object.entries(asked).filter(([name]) => !["cursor", "done", "undo"].includes(name)),
  );
  const back = hrefOf(PATH, query, { cursor: asked.cursor });
  const showing = Object.fromEntries(Object.entries(query).filter(([name]) => SHOWING.includes(name)));
  const canEdit = scopes.has("contacts:write");
  const isOwner = role === "owner";
  const isFiltered = Object.keys(input).length > 0;
  return (
    <Frame
      title={filter.deleted ? t("deletedOnes") : t("title")}
      description={t("lead")}
      className="max-w-none"
      actions={
        <>
          <CallBehind tool={searchMembers.name} args={input} />
          {isOwner && (
            <a href={hrefOf("/api/portal/customers/export", query)} download className={buttonStyle({ size: "small" })}>
              {t("export")}
            </a>
          )}
          {canEdit && (
            <>
              <ButtonLink href="/customers/import" size="small">
                {t("import")}
              </ButtonLink>
              <ButtonLink href="/customers/new" tone="primary" size="small">
                {t("new")}
              </ButtonLink>
            </>
          )}
        </>
      }
    >
      <PageViews page="customers" asked={asked} all={t("all")} />
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <CustomerFilters
            values={filter}
            inactiveDays={INACTIVE_DAYS}
            keep={[...pairsOf(showing), ...filter.tags.slice(1).map((id): [string, string] => ["tag", id])]}
            {...choices}
          />
        </div>
        <ColumnsMenu
          columns={COLUMNS.map((id) => ({ id, label: t(`column.${id}`), isShown: columns.includes(id) }))}
          keep={[["columns", "name"], ...pairsOf(query, ["columns"])]}
        />
      </div>
      <FilterChips
        label={t("activeFilters")}
        chips={await chipsOf(query, filter, choices)}
        clearHref={hrefOf(PATH, showing)}
      />
      <Card className="group/bulk">
        {data.items.length > 0 ? (
          <TagChoices tags={choices.allTags}>
            <CustomerTable
              customers={data.items}
              columns={columns}
              canEdit={canEdit}
              isDeleted={filter.deleted}
              actions={{ edit, setTags, restore }}
              sort={{
                by: sort,
                order,
                href: (column) =>
                  hrefOf(PATH, query, { sort: column, order: sort === column && order === "asc" ? "desc" : "asc" }),
              }}
            />
          </TagChoices>
        ) : filter.deleted ? (
          <EmptyState title={t("noDeletedTitle")}>{t("noDeletedBody")}</EmptyState>
        ) : isFiltered ? (
          <EmptyState title={t("noMatchTitle")}>{t("noMatchBody")}</EmptyState>
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination
          firstHref={oneOf(asked, "cursor") && hrefOf(PATH, query)}
          nextHref={data.nextCursor && hrefOf(PATH, query, { cursor: data.nextCursor })}
        />
        {canEdit && !filter.deleted && data.items.length > 0 && (
          <BulkCustomers tags={choices.allTags} action={bulk} back={back} canExport={isOwner} />
        )}
      </Card>
      <CustomerNotice done={oneOf(asked, "done")} undo={oneOf(asked, "undo")} back={back} restore={restore} />
    </Frame>
  );
}
