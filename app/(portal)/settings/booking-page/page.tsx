import { getTranslations } from "next-intl/server";
import { PageSettings } from "@/components/book/page-settings";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getBookingPage } from "@/lib/operations/public-booking/get-booking-page";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { save } from "./actions";

export const generateMetadata = titled("book.settings.title");

export default async function Page() {
  const { scopes } = await workspaceCaller("/settings/booking-page");
  const [t, { data }] = await Promise.all([getTranslations("book.settings"), view(getBookingPage, {})]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={getBookingPage.name} />}>
      <PageSettings page={data} canEdit={scopes.has("bookings:write")} save={save} />
    </Frame>
  );
}
