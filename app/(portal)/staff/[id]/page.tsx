import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClosuresCard } from "@/components/hours/closures-card";
import { WeekCard } from "@/components/hours/week-card";
import { LinksCard } from "@/components/services/links-card";
import { CallBehind } from "@/components/shell/call-behind";
import { AbsenceCard } from "@/components/staff/absence";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Page as Frame } from "@/components/ui/page";
import { getOpeningHours } from "@/lib/operations/opening-hours/get-opening-hours";
import { listClosures } from "@/lib/operations/opening-hours/list-closures";
import { listServices } from "@/lib/operations/services/list-services";
import { listBookableStaff } from "@/lib/operations/staff/list-bookable-staff";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { close, reopen } from "../../settings/hours/actions";
import { archive, linkServices, previewAbsence, setWeek } from "../actions";

export const generateMetadata = titled("staff.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { workspace, scopes } = await workspaceCaller(`/staff/${id}`);
  const [t, staff, services, hours, closures] = await Promise.all([
    getTranslations("staff"),
    view(listBookableStaff, { limit: 100 }),
    view(listServices, { limit: 100 }),
    view(getOpeningHours, { staffId: id }),
    view(listClosures, { staffId: id, limit: 100 }),
  ]);
  const person = staff.data.items.find((each) => each.id === id || each.userId === id);
  if (!person) notFound();
  const canWrite = scopes.has("bookings:write");
  return (
    <Frame
      title={<span translate="no">{person.name}</span>}
      description={<span translate="no">{[person.email, person.phone].filter(Boolean).join(" · ")}</span>}
      actions={
        <>
          <CallBehind tool={getOpeningHours.name} args={{ staffId: id }} />
          <ButtonLink href={`/calendar?staffId=${id}`} size="small">
            {t("calendar")}
          </ButtonLink>
        </>
      }
    >
      <WeekCard
        title={t("week")}
        description={t("weekHelp", { zone: workspace.timezone })}
        windows={hours.data.windows}
        hidden={{ staffId: id }}
        action={canWrite ? setWeek : undefined}
      />
      <LinksCard
        title={t("gives")}
        items={services.data.items.map((service) => ({
          id: service.id,
          name: service.name,
          isLinked: person.serviceIds.includes(service.id),
        }))}
        empty={t("noServices")}
        hidden={{ staffId: id }}
        action={canWrite ? linkServices : undefined}
      />
      <ClosuresCard
        title={t("timeOff")}
        description={t("timeOffHelp")}
        closures={closures.data.items}
        staff={[]}
        staffId={id}
        empty={{ title: t("noTimeOff"), sentence: t("noTimeOffSentence", { name: person.name }) }}
        actions={canWrite ? { add: close, remove: reopen } : undefined}
      />
      {canWrite && <AbsenceCard staffId={id} preview={previewAbsence} />}
      {canWrite && (
        <ConfirmedAction
          label={t("archive")}
          warning={t("archiveWarning")}
          action={archive}
          values={{ staffId: id }}
          submit={t("archiveNow")}
        />
      )}
    </Frame>
  );
}
