import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PipelineList } from "@/components/deals/pipeline-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { listPipelines } from "@/lib/operations/deals/list-pipelines";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { pipelines } from "../stages";
import { create, makeDefault, save } from "./actions";

export const generateMetadata = titled("deals.pipelines");

export default async function Page() {
  const { scopes } = await workspaceCaller("/deals/pipelines");
  const [t, { items }] = await Promise.all([getTranslations("deals"), pipelines()]);
  return (
    <Frame
      title={t("pipelines")}
      description={
        <>
          {t("pipelinesLead")}{" "}
          <Link href="/deals" className="underline underline-offset-2">
            {t("all")}
          </Link>
        </>
      }
      actions={<CallBehind tool={listPipelines.name} />}
    >
      <PipelineList pipelines={items} actions={scopes.has("deals:write") ? { save, makeDefault, create } : null} />
    </Frame>
  );
}
