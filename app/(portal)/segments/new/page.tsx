import { getTranslations } from "next-intl/server";
import { SegmentForm } from "@/components/segments/segment-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Card, CardBody } from "@/components/ui/card";
import { Page as Frame } from "@/components/ui/page";
import type { Criteria } from "@/lib/operations/segments/criteria";
import { previewSegmentCount } from "@/lib/operations/segments/preview-segment-count";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { create } from "../actions";
import { fieldOptions } from "../options";

export const generateMetadata = titled("segments.new");

/** Where most segments begin: customers who have not come back. */
const START: Criteria = { all: [{ field: "lastActivityAt", op: "older_than_days", value: 60 }] };

export default async function Page() {
  const { scopes } = await workspaceCaller("/segments/new");
  const [t, options] = await Promise.all([getTranslations("segments"), fieldOptions(scopes)]);
  return (
    <Frame
      title={t("new")}
      description={t("newLead")}
      actions={<CallBehind tool={previewSegmentCount.name} args={{ criteria: START }} />}
    >
      <Card>
        <CardBody>
          <SegmentForm action={create} criteria={START} options={options} idempotencyKey={crypto.randomUUID()} />
        </CardBody>
      </Card>
    </Frame>
  );
}
