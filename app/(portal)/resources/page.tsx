import { getTranslations } from "next-intl/server";
import { ResourcesView } from "@/components/resources/resources-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { listResources } from "@/lib/operations/resources/list-resources";
import { listServices } from "@/lib/operations/services/list-services";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { add } from "./actions";

export const generateMetadata = titled("resources.title");

export default async function Page() {
  const { scopes } = await workspaceCaller("/resources");
  const [t, resources, services] = await Promise.all([
    getTranslations("resources"),
    view(listResources, { limit: 100 }),
    view(listServices, { limit: 100 }),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={listResources.name} />}>
      <ResourcesView
        resources={resources.data.items}
        services={services.data.items}
        add={scopes.has("bookings:write") ? add : undefined}
      />
    </Frame>
  );
}
