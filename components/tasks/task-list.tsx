import { Check, Circle } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { TaskView } from "@/lib/operations/tasks/task";
import { groupOf, TASK_GROUPS, type TaskGroup } from "./due";
import { DueText } from "./due-text";

export type TaskItem = Pick<
  TaskView,
  "id" | "title" | "status" | "priority" | "dueDate" | "isOverdue" | "accountId" | "accountName" | "assigneeId"
>;

type RowProps = {
  task: TaskItem;
  today: string;
  /** The name of who does it. */
  assignee: string | undefined;
  /** The query of this list, to come back to. */
  query: string;
  complete?: (form: FormData) => Promise<void>;
};

const tones = { urgent: "danger", high: "warning", medium: "neutral", low: "neutral" } as const;

function CompleteButton({ task, query, complete }: Pick<RowProps, "task" | "query" | "complete">) {
  const t = useTranslations("tasks");
  if (task.status === "done") return <Check aria-label={t("status.done")} className="m-2 size-4 shrink-0 text-jade" />;
  if (!complete || task.status === "cancelled") return <span className="size-8 shrink-0" />;
  return (
    <form action={complete} className="shrink-0">
      <input type="hidden" name="taskId" value={task.id} />
      <input type="hidden" name="was" value={task.status} />
      <input type="hidden" name="query" value={query} />
      <button
        type="submit"
        aria-label={t("completeTitle", { title: task.title })}
        title={t("complete")}
        className="group/done relative -my-1 grid size-8 place-items-center rounded-md text-ink-faint hover:bg-jade-soft hover:text-jade"
      >
        <Circle aria-hidden className="size-4.5" />
        <Check
          aria-hidden
          className="absolute size-3 opacity-0 group-hover/done:opacity-100 group-focus-visible/done:opacity-100"
        />
      </button>
    </form>
  );
}

function TaskRow({ task, today, assignee, query, complete }: RowProps) {
  const t = useTranslations("tasks");
  return (
    <li className="flex items-start gap-1 py-2 pr-4 pl-2">
      <CompleteButton task={task} query={query} complete={complete} />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 text-[13px] leading-6">
        <Link
          href={`/tasks/${task.id}`}
          prefetch={false}
          translate="no"
          className={`block min-w-0 basis-60 grow break-words font-medium hover:underline ${task.status === "done" || task.status === "cancelled" ? "text-ink-soft line-through" : ""}`}
        >
          {task.title}
        </Link>
        {(task.priority === "high" || task.priority === "urgent") && (
          <Badge tone={tones[task.priority]}>{t(`priority.${task.priority}`)}</Badge>
        )}
        {task.status === "in_progress" && <Badge tone="ok">{t("status.in_progress")}</Badge>}
        {task.status === "cancelled" && <Badge>{t("status.cancelled")}</Badge>}
        {task.accountId && (
          <Link
            href={`/customers/${task.accountId}`}
            prefetch={false}
            translate="no"
            className="block max-w-44 min-w-6 truncate text-ink-soft hover:underline"
          >
            {task.accountName}
          </Link>
        )}
        {assignee && (
          <span className="max-w-44 truncate text-ink-soft" translate="no">
            {assignee}
          </span>
        )}
        {task.dueDate && (
          <span className={task.isOverdue ? "text-vermilion" : "text-ink-soft"}>
            {task.isOverdue && <span className="sr-only">{t("group.overdue")}: </span>}
            <DueText dueDate={task.dueDate} today={today} />
          </span>
        )}
      </div>
    </li>
  );
}

type Props = Omit<RowProps, "task" | "assignee"> & {
  tasks: TaskItem[];
  names: ReadonlyMap<string, string>;
  /** Whether headings tell overdue from later. */
  isGrouped: boolean;
};

/** Tasks, the earliest due first, each with a button that completes it. */
export function TaskList({ tasks, names, isGrouped, ...rest }: Props) {
  const t = useTranslations("tasks");
  const list = (items: TaskItem[], label: string) => (
    <ul aria-label={label} className="divide-y">
      {items.map((task) => (
        <TaskRow key={task.id} task={task} assignee={names.get(task.assigneeId ?? "")} {...rest} />
      ))}
    </ul>
  );
  if (!isGrouped) return list(tasks, t("title"));
  const groups = new Map<TaskGroup, TaskItem[]>();
  for (const task of tasks) {
    const group = groupOf(task, rest.today);
    groups.set(group, [...(groups.get(group) ?? []), task]);
  }
  return TASK_GROUPS.filter((group) => groups.has(group)).map((group) => (
    <section key={group} className="border-b last:border-0">
      <h2
        className={`bg-sunken px-4 py-1.5 text-xs font-medium ${group === "overdue" ? "text-vermilion" : "text-ink-soft"}`}
      >
        {t(`group.${group}`)}
      </h2>
      {list(groups.get(group) ?? [], t(`group.${group}`))}
    </section>
  ));
}
