import { CalendarClock, CircleCheckBig, Handshake, History, type LucideIcon, NotebookPen } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { localDayOf } from "@/components/tasks/due";
import { DueText } from "@/components/tasks/due-text";
import { ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Disclosure } from "@/components/ui/disclosure";
import { TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { useMoney } from "@/components/ui/money";
import { RecordBefore } from "@/components/ui/record-before";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment, TimeAgo } from "@/components/ui/time";
import type { Kind, NoteView, TimelineEntry } from "./timeline";

const icons: Record<Kind, LucideIcon> = {
  note: NotebookPen,
  task: CircleCheckBig,
  deal: Handshake,
  booking: CalendarClock,
  change: History,
};

export type NoteActions = { saveNote: FormAction; removeNote: FormAction; finishTask: FormAction };

function Note({ note, accountId, canEdit, actions }: { note: NoteView } & Shared) {
  const t = useTranslations("customers");
  return (
    <>
      <p className="break-words whitespace-pre-wrap" translate="no" dir="auto">
        {note.body}
      </p>
      {canEdit && (
        <div className="mt-1.5 flex flex-wrap items-start gap-2">
          <Disclosure label={t("editNote")} tone="quiet">
            <ActionForm action={actions.saveNote} className="grid gap-2">
              <input type="hidden" name="id" value={note.id} />
              <RecordBefore record={note} names={["body"]} />
              <TextAreaField name="body" label={t("noteText")} defaultValue={note.body} maxLength={10_000} required />
              <div>
                <SubmitButton size="small">{t("saveNote")}</SubmitButton>
              </div>
            </ActionForm>
          </Disclosure>
          <ConfirmedAction
            label={t("deleteNote")}
            warning={t("deleteNoteWarning")}
            tone="quiet"
            action={actions.removeNote}
            values={{ id: note.id, accountId }}
            submit={t("deleteNow")}
          />
        </div>
      )}
    </>
  );
}

function RecordLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} translate="no" className="min-w-0 break-words hover:underline">
      <bdi>{children}</bdi>
    </Link>
  );
}

function Content({ entry, ...shared }: { entry: TimelineEntry } & Shared): ReactNode {
  const t = useTranslations("customers");
  const money = useMoney();
  switch (entry.kind) {
    case "note":
      return <Note note={entry.note} {...shared} />;
    case "task": {
      const { task } = entry;
      const isOpen = task.status === "todo" || task.status === "in_progress";
      return (
        <div className="flex flex-wrap items-center gap-2">
          <RecordLink href={`/tasks/${task.id}`}>{task.title}</RecordLink>
          <Badge tone={task.isOverdue ? "danger" : task.status === "done" ? "ok" : "neutral"}>
            {task.isOverdue ? t("overdue") : t(`taskStatus.${task.status}`)}
          </Badge>
          {task.dueDate && (
            <span className="text-ink-soft">
              {t.rich("due", {
                date: () => <DueText dueDate={task.dueDate ?? ""} today={localDayOf(task.timezone)} />,
              })}
            </span>
          )}
          {isOpen && shared.canFinish && (
            <ActionForm action={shared.actions.finishTask}>
              <input type="hidden" name="id" value={task.id} />
              <input type="hidden" name="version" value={task.version} />
              <SubmitButton tone="plain" size="small">
                {t("finish")}
              </SubmitButton>
            </ActionForm>
          )}
        </div>
      );
    }
    case "deal":
      return (
        <div className="flex flex-wrap items-center gap-2" translate="no">
          <RecordLink href={`/deals/${entry.deal.id}`}>{entry.deal.name}</RecordLink>
          <Badge tone={entry.deal.outcome === "won" ? "ok" : entry.deal.outcome === "lost" ? "danger" : "neutral"}>
            {entry.deal.stage}
          </Badge>
          {entry.deal.amount && <span className="text-ink-soft">{money(entry.deal.amount, entry.deal.currency)}</span>}
        </div>
      );
    case "booking":
      return (
        <div className="flex flex-wrap items-center gap-2">
          <RecordLink href={`/bookings/${entry.booking.id}`}>{entry.booking.serviceName}</RecordLink>
          <Moment at={entry.booking.startTime} />
          <Badge>{t(`bookingStatus.${entry.booking.status}`)}</Badge>
        </div>
      );
    case "change":
      return (
        <div className="min-w-0">
          <Link
            href={`/activity/${entry.change.id}`}
            prefetch={false}
            className="font-mono text-xs hover:underline"
            translate="no"
          >
            {entry.change.operation}
          </Link>
          {entry.change.summary && (
            <span className="block truncate text-ink-soft" translate="no" lang="en">
              {entry.change.summary}
            </span>
          )}
        </div>
      );
  }
}

type Shared = { accountId: string; canEdit: boolean; canFinish: boolean; actions: NoteActions };

const authorOf = (entry: TimelineEntry) =>
  entry.kind === "note"
    ? entry.note.authorLabel
    : entry.kind === "task"
      ? entry.task.createdBy
      : entry.kind === "change"
        ? entry.change.actorLabel
        : null;

/** One thing that happened with a customer. */
export function Entry({ entry, ...shared }: { entry: TimelineEntry } & Shared) {
  const t = useTranslations("customers");
  const Icon = icons[entry.kind];
  const author = authorOf(entry);
  return (
    <li className="flex gap-3 px-4 py-3 text-[13px]">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="mb-0.5 flex flex-wrap gap-x-1.5 text-xs text-ink-soft">
          <span>{t(`kinds.${entry.kind}`)}</span>
          <TimeAgo at={entry.at} />
          {author && (
            <bdi translate="no" className="truncate">
              {author}
            </bdi>
          )}
        </p>
        <Content entry={entry} {...shared} />
      </div>
    </li>
  );
}
