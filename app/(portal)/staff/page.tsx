import { getTranslations } from "next-intl/server";
import { CallBehind } from "@/components/shell/call-behind";
import { StaffView } from "@/components/staff/staff-view";
import { Page as Frame } from "@/components/ui/page";
import { listServices } from "@/lib/operations/services/list-services";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { add } from "./actions";

export const generateMetadata = titled("staff.title");

export default async function Page() {
  const { scopes } = await workspaceCaller("/staff");
  const [t, staff, services] = await Promise.all([
    getTranslations("staff"),
    view(listBookableStaff, { limit: 100 }),
    view(listServices, { limit: 100 }),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={listBookableStaff.name} />}>
      <StaffView
        staff={staff.data.items}
        services={services.data.items}
        add={scopes.has("bookings:write") ? add : undefined}
      />
    </Frame>
  );
}
