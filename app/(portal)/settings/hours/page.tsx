import { getTranslations } from "next-intl/server";
import { ClosuresCard } from "@/components/hours/closures-card";
import { HolidaysCard } from "@/components/hours/holidays";
import { WeekCard } from "@/components/hours/week-card";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { localDate } from "@/lib/operations/bookings/local-time";
import { getOpeningHours } from "@/lib/operations/opening-hours/get-opening-hours";
import { listClosures } from "@/lib/operations/opening-hours/list-closures";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { close, previewHolidays, reopen, setWeek } from "./actions";

export const generateMetadata = titled("hours.title");

export default async function Page() {
  const { workspace, scopes } = await workspaceCaller("/settings/hours");
  const [t, hours, closures, staff] = await Promise.all([
    getTranslations("hours"),
    view(getOpeningHours, {}),
    view(listClosures, { limit: 100 }),
    view(listBookableStaff, { limit: 100 }),
  ]);
  const canWrite = scopes.has("bookings:write");
  const year = Number(localDate(Date.now(), workspace.timezone).slice(0, 4));
  return (
    <Frame
      title={t("title")}
      description={t("lead", { zone: workspace.timezone })}
      actions={<CallBehind tool={getOpeningHours.name} />}
    >
      <WeekCard
        title={t("week")}
        description={t("weekHelp")}
        windows={hours.data.windows}
        action={canWrite ? setWeek : undefined}
      />
      <ClosuresCard
        title={t("closures")}
        description={t("closuresHelp")}
        closures={closures.data.items}
        staff={staff.data.items}
        empty={{ title: t("noClosures"), sentence: t("noClosuresSentence") }}
        actions={canWrite ? { add: close, remove: reopen } : undefined}
      />
      {canWrite && <HolidaysCard country={workspace.country ?? ""} year={year} preview={previewHolidays} />}
    </Frame>
  );
}
