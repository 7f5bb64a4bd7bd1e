import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ActivityDetailView } from "@/components/activity/activity-detail";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { getActivityEvent } from "@/lib/operations/activity/get-activity-event";
import { attempt } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";

export const generateMetadata = titled("activity.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const found = await attempt(getActivityEvent, { eventId: id });
  if (!found.ok) notFound();
  const t = await getTranslations("activity");
  const event = found.answer.data;
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
