import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActivityDetailView } from "@/components/activity/activity-detail";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getActivityEvent } from "@/lib/operations/activity/get-activity-event";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";

export const generateMetadata = titled("activity.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { data: event } = await view(getActivityEvent, { eventId: id });
  const t = await getTranslations("activity");
  return (
    <Frame
      title={
        <code className="font-mono text-lg" translate="no">
          {event.operation}
        </code>
      }
      description={
        <Link href="/activity" className="underline underline-offset-2">
          {t("all")}
        </Link>
      }
      actions={<CallBehind tool={getActivityEvent.name} args={{ eventId: id }} />}
    >
      <ActivityDetailView event={{ ...event, arguments: event.arguments, before: event.before, after: event.after }} />
    </Frame>
  );
}
