import { getTranslations } from "next-intl/server";
import { CategoriesCard, ServicesTable } from "@/components/services/services-view";
import { CallBehind } from "@/components/shell/call-behind";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { Page as Frame } from "@/components/ui/page";
import { Pagination } from "@/components/ui/pagination";
import { listServiceCategories } from "@/lib/operations/services/list-service-categories";
import { listServices } from "@/lib/operations/services/list-services";
import { SERVICE_STATUSES } from "@/lib/operations/services/service";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { choiceOf, hrefOf, oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { addCategory, removeCategory } from "./actions";

export const generateMetadata = titled("services.title");

const PAGE_SIZE = 50;

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const { scopes } = await workspaceCaller("/services");
  const query = await searchParams;
  const search = oneOf(query, "search")?.slice(0, 200);
  const status = choiceOf(query, "status", SERVICE_STATUSES);
  const cursor = oneOf(query, "cursor");
  const input = { ...(search ? { search } : {}), ...(status ? { status } : {}) };
  const [t, { data }, categories] = await Promise.all([
    getTranslations("services"),
    view(listServices, { ...input, limit: PAGE_SIZE, cursor }),
    view(listServiceCategories, {}),
  ]);
  const canWrite = scopes.has("bookings:write");
  return (
    <Frame
      title={t("title")}
      description={t("lead")}
      actions={
        <>
          <CallBehind tool={listServices.name} args={input} />
          {canWrite && (
            <ButtonLink href="/services/new" tone="primary" size="small">
              {t("new")}
            </ButtonLink>
          )}
        </>
      }
    >
      <FilterBar label={t("title")}>
        <FilterSearch label={t("search")} value={search} />
        <FilterSelect
          name="status"
          label={t("status")}
          value={status}
          any={t("anyStatus")}
          choices={SERVICE_STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))}
        />
      </FilterBar>
      <Card>
        {data.items.length > 0 ? (
          <ServicesTable services={data.items} categories={categories.data.items} />
        ) : search || status ? (
          <EmptyState title={t("noMatch")} />
        ) : (
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        )}
        <Pagination
          firstHref={cursor && hrefOf("/services", query, { cursor: undefined })}
          nextHref={data.nextCursor && hrefOf("/services", query, { cursor: data.nextCursor })}
        />
      </Card>
      {canWrite && <CategoriesCard categories={categories.data.items} add={addCategory} remove={removeCategory} />}
    </Frame>
  );
}
