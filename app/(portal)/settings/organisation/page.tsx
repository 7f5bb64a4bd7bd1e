import { getTranslations } from "next-intl/server";
import { OrganisationView } from "@/components/settings/organisation-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getOrganisation } from "@/lib/operations/organisation/get-organisation";
import { countryChoices, currencyChoices, industryChoices, timezoneChoices } from "@/lib/surfaces/portal/choices";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { removeLogo, save, uploadLogo } from "./actions";

export const generateMetadata = titled("organisation.title");

export default async function Page() {
  const { scopes } = await workspaceCaller("/settings/organisation");
  const [t, { data }, countries, currencies, industries] = await Promise.all([
    getTranslations("organisation"),
    view(getOrganisation, {}),
    countryChoices(),
    currencyChoices(),
    industryChoices(),
  ]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={getOrganisation.name} />}>
      <OrganisationView
        values={data}
        {...{ countries, currencies, industries, save, uploadLogo, removeLogo }}
        timezones={timezoneChoices()}
        canEdit={scopes.has("organisation:write")}
        logoSrc={data.hasLogo ? `/api/organisation/logo?v=${data.version}` : null}
      />
    </Frame>
  );
}
