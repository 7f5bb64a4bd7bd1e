import Link from "next/link";
import { useTranslations } from "next-intl";
import { CallBehind } from "@/components/shell/call-behind";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Kind, TimelineEntry } from "./timeline";
import { Entry, type NoteActions } from "./timeline-entry";

type Props = {
  accountId: string;
  name: string;
  entries: TimelineEntry[];
  /** The kinds this person may see. */
  kinds: readonly Kind[];
  shown?: Kind;
  nextHref?: string;
  firstHref?: string;
  canEdit: boolean;
  canAddTask: boolean;
  actions: NoteActions & { addNote: FormAction; addTask: FormAction };
};

function Composer({
  accountId,
  canEdit,
  canAddTask,
  actions,
}: Pick<Props, "accountId" | "canEdit" | "canAddTask" | "actions">) {
  const t = useTranslations("customers");
  return (
    <CardBody className="grid gap-3 border-b">
      {canEdit && (
        <ActionForm action={actions.addNote} aria-label={t("writeNote")} className="grid gap-2">
          <input type="hidden" name="id" value={accountId} />
          <TextAreaField name="body" label={t("writeNote")} rows={2} maxLength={10_000} required />
          <div>
            <SubmitButton size="small">{t("addNote")}</SubmitButton>
          </div>
        </ActionForm>
      )}
      {canAddTask && (
        <Disclosure label={t("addTask")}>
          <ActionForm
            action={actions.addTask}
            aria-label={t("addTask")}
            className="grid items-start gap-2 sm:grid-cols-[2fr_1fr] [&>[role]]:sm:col-span-2"
          >
            <input type="hidden" name="id" value={accountId} />
            <Field name="title" label={t("taskTitle")} maxLength={200} required />
            <Field name="dueDate" type="date" label={t("dueDate")} />
            <div>
              <SubmitButton size="small">{t("addTask")}</SubmitButton>
            </div>
          </ActionForm>
        </Disclosure>
      )}
    </CardBody>
  );
}

/** What happened with a customer: notes, tasks, deals, bookings and changes, newest first. */
export function TimelineCard({
  accountId,
  name,
  entries,
  kinds,
  shown,
  nextHref,
  firstHref,
  actions,
  ...rights
}: Props) {
  const t = useTranslations("customers");
  const tab = (kind?: Kind) => (
    <Link
      key={kind ?? "all"}
      href={kind ? `?show=${kind}#timeline` : "?#timeline"}
      scroll={false}
      prefetch={false}
      aria-current={shown === kind ? "page" : undefined}
      className="rounded-md px-2 py-1 text-[13px] text-ink-soft hover:bg-hover aria-[current]:bg-hover aria-[current]:text-ink"
    >
      {kind ? t(`kindsMany.${kind}`) : t("everything")}
    </Link>
  );
  return (
    <Card
      id="timeline"
      title={t("timeline")}
      actions={
        <div className="flex flex-wrap items-center gap-1">
          <nav aria-label={t("timeline")} className="flex flex-wrap gap-0.5">
            {[undefined, ...kinds].map(tab)}
          </nav>
          <CallBehind tool="list_notes" args={{ entityId: accountId }} />
        </div>
      }
    >
      {(rights.canEdit || rights.canAddTask) && <Composer {...{ accountId, actions }} {...rights} />}
      {entries.length === 0 ? (
        <EmptyState title={t("nothingYet")} sentence={t("timelineSentence", { name })} />
      ) : (
        <ol className="divide-y">
          {entries.map((entry) => (
            <Entry
              key={entry.id}
              entry={entry}
              accountId={accountId}
              canEdit={rights.canEdit}
              canFinish={rights.canAddTask}
              actions={actions}
            />
          ))}
        </ol>
      )}
      <Pagination firstHref={firstHref} nextHref={nextHref} />
    </Card>
  );
}
