import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WeekCard } from "@/components/hours/week-card";
import { ResourceForm } from "@/components/resources/resources-view";
import { LinksCard } from "@/components/services/links-card";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { getOpeningHours } from "@/lib/operations/opening-hours/get-opening-hours";
import { listResources } from "@/lib/operations/resources/list-resources";
import { listServices } from "@/lib/operations/services/list-services";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { linkServices, setWeek, update } from "../actions";

export const generateMetadata = titled("resources.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { workspace, scopes } = await workspaceCaller(`/resources/${id}`);
  const [t, resources, services, hours] = await Promise.all([
    getTranslations("resources"),
    view(listResources, { limit: 100 }),
    view(listServices, { limit: 100 }),
    view(getOpeningHours, { resourceId: id }),
  ]);
  const resource = resources.data.items.find((each) => each.id === id);
  if (!resource) notFound();
  const canWrite = scopes.has("bookings:write");
  return (
    <Frame
      title={<span translate="no">{resource.name}</span>}
      description={<span translate="no">{resource.type}</span>}
      actions={<CallBehind tool={getOpeningHours.name} args={{ resourceId: id }} />}
    >
      {canWrite && (
        <Card title={t("details")}>
          <CardBody>
            <ResourceForm key={resource.version} resource={resource} action={update} />
          </CardBody>
        </Card>
      )}
      <LinksCard
        title={t("services")}
        items={services.data.items.map((service) => ({
          id: service.id,
          name: service.name,
          isLinked: resource.serviceIds.includes(service.id),
        }))}
        empty={t("noServices")}
        hidden={{ resourceId: id }}
        action={canWrite ? linkServices : undefined}
      />
      <WeekCard
        title={t("week")}
        description={t("weekHelp", { zone: workspace.timezone })}
        windows={hours.data.windows}
        hidden={{ resourceId: id }}
        action={canWrite ? setWeek : undefined}
      />
    </Frame>
  );
}
