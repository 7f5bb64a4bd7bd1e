import { getTranslations } from "next-intl/server";
import { CompaniesView } from "@/components/settings/companies-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Notice } from "@/components/ui/notice";
import { Page as Frame } from "@/components/ui/page";
import { SubmitButton } from "@/components/ui/submit-button";
import { listMyCompanies } from "@/lib/operations/workspace/list-my-companies";
import { countryChoices } from "@/lib/surfaces/portal/choices";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { switchCompany } from "../../actions";
import { archive, create, rename, restore } from "./actions";

export const generateMetadata = titled("companies.title");

async function Archived({ companyId }: { companyId: string }) {
  const [t, common] = await Promise.all([getTranslations("companies"), getTranslations("common")]);
  const undo = (
    <form action={restore}>
      <input type="hidden" name="companyId" value={companyId} />
      <SubmitButton tone="plain" size="small">
        {t("undo")}
      </SubmitButton>
    </form>
  );
  return (
    <Notice dismiss={common("dismiss")} action={undo}>
      {t("archived")}
    </Notice>
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<{ done?: string }> }) {
  const { done } = await searchParams;
  const caller = await workspaceCaller("/settings/companies");
  const [t, { data }, countries] = await Promise.all([
    getTranslations("companies"),
    view(listMyCompanies, {}),
    countryChoices(),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={listMyCompanies.name} />}>
      <CompaniesView
        organisationId={caller.workspace.organisationId}
        companies={data.items}
        canEdit={caller.scopes.has("organisation:write")}
        {...{ countries, create, rename, archive, switchCompany }}
      />
      {done && <Archived companyId={done} />}
    </Frame>
  );
}
