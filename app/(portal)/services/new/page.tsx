import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import { ServiceForm } from "@/components/services/service-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import { getBookingSettings } from "@/lib/operations/booking-settings/get-booking-settings";
import { createService } from "@/lib/operations/services/create-service";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { create } from "../actions";

export const generateMetadata = titled("services.new");

export default async function Page() {
  const { workspace } = await workspaceCaller("/services/new");
  const [t, { data }] = await Promise.all([getTranslations("services"), view(getBookingSettings, {})]);
  return (
    <Frame title={t("new")} description={t("newLead")} actions={<CallBehind tool={createService.name} />}>
      <Card>
        <CardBody>
          <ServiceForm
            currency={workspace.currency}
            categories={[]}
            rules={data.settings}
            action={create}
            idempotencyKey={randomUUID()}
          />
        </CardBody>
      </Card>
    </Frame>
  );
}
