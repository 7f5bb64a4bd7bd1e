import { getTranslations } from "next-intl/server";
import { DealForm } from "@/components/deals/deal-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { createDeal } from "@/lib/operations/deals/create-deal";
import { customerById } from "@/lib/surfaces/portal/customer-lookup";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { create } from "../actions";
import { dealOwners, pipelines, stageChoices } from "../stages";

export const generateMetadata = titled("deals.new");

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const { scopes } = await workspaceCaller("/deals/new");
  const [t, { items, currency }, { people }, customer] = await Promise.all([
    getTranslations("deals"),
    pipelines(),
    dealOwners(),
    customerById(oneOf(query, "accountId")),
  ]);
  const chosen = items.find(({ id }) => id === oneOf(query, "pipeline")) ?? items[0];
  return (
    <Frame title={t("new")} actions={<CallBehind tool={createDeal.name} args={{ name: t("nameExample") }} />}>
      <Card>
        <CardBody>
          <DealForm
            action={create}
            stages={stageChoices(items)}
            stageId={chosen?.stages[0]?.id}
            {...{ people, customer, currency }}
            idempotencyKey={crypto.randomUUID()}
            canEdit={scopes.has("deals:write")}
          />
        </CardBody>
      </Card>
    </Frame>
  );
}
