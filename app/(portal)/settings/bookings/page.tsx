import { getTranslations } from "next-intl/server";
import { RulesForm } from "@/components/hours/rules-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getBookingSettings } from "@/lib/operations/booking-settings/get-booking-settings";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { save } from "./actions";

export const generateMetadata = titled("bookingRules.title");

export default async function Page() {
  const { scopes } = await workspaceCaller("/settings/bookings");
  const [t, { data }] = await Promise.all([getTranslations("bookingRules"), view(getBookingSettings, {})]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={getBookingSettings.name} />}>
      <RulesForm {...data} key={data.version} action={scopes.has("bookings:write") ? save : undefined} />
    </Frame>
  );
}
