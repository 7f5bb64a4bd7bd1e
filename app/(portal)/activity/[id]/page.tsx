import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActivityDetailView } from "@/components/activity/activity-detail";
import { UndoChange } from "@/components/activity/undo-change";
import { CallBehind } from "@/components/shell/call-behind";
import { Notice } from "@/components/ui/notice";
import { Page as Frame } from "@/components/ui/page";
import { getActivityEvent } from "@/lib/operations/activity/get-activity-event";
import { undoChange } from "@/lib/operations/undo/undo-change";
import { catalogue } from "@/lib/surfaces/portal/catalogue";
import { titled } from "@/lib/surfaces/portal/metadata";
import { view } from "@/lib/surfaces/portal/view";
import { undo } from "../actions";

export const generateMetadata = titled("activity.title");

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ done?: string }> };

export default async function Page({ params, searchParams }: Props) {
  const [{ id }, { done }] = await Promise.all([params, searchParams]);
  const { data: event } = await view(getActivityEvent, { eventId: id });
  const [t, common] = await Promise.all([getTranslations("activity"), getTranslations("common")]);
  const isChange = event.outcome === "done" && event.effect !== "read";
  const way = isChange ? catalogue().find(({ name }) => name === event.operation)?.undo : undefined;
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
      actions={
        <>
          {way && "tool" in way && !event.undoneByEventId && (
            <CallBehind tool={undoChange.name} args={{ eventId: id }} />
          )}
          <CallBehind tool={getActivityEvent.name} args={{ eventId: id }} />
        </>
      }
    >
      <ActivityDetailView
        event={{ ...event, arguments: event.arguments, before: event.before, after: event.after }}
        undo={way && <UndoChange eventId={id} way={way} undoneByEventId={event.undoneByEventId} action={undo} />}
      />
      {done === "undone" && <Notice dismiss={common("dismiss")}>{t("undone")}</Notice>}
    </Frame>
  );
}
