import { getTranslations } from "next-intl/server";
import { PlanView } from "@/components/settings/plan-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getPlanStatus } from "@/lib/operations/plans/get-plan-status";
import { listPlanOptions } from "@/lib/operations/plans/list-plan-options";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";

export const generateMetadata = titled("plan.title");

export default async function Page() {
  const [t, status, options] = await Promise.all([
    getTranslations("plan"),
    view(getPlanStatus, {}),
    view(listPlanOptions, {}),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={getPlanStatus.name} />}>
      <PlanView {...status.data} options={options.data.items} />
    </Frame>
  );
}
