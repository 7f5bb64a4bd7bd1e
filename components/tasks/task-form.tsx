import { useTranslations } from "next-intl";
import { type Choice, Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { type LookupChoice, LookupField } from "@/components/ui/lookup-field";
import { RecordForm } from "@/components/ui/record-form";
import { TASK_PRIORITIES, TASK_STATUSES, type TaskView } from "@/lib/operations/tasks/task";
import { dueParts } from "./due";

type Props = {
  action: FormAction;
  task?: TaskView;
  customer?: LookupChoice | undefined;
  people: Choice[];
  timezone: string;
  /** Asks once: the same form sent twice makes one task. */
  idempotencyKey?: string;
  canEdit?: boolean;
};

/** Everything about a task, to write a new one or to change one. */
export function TaskForm({ action, task, customer, people, timezone, idempotencyKey, canEdit = true }: Props) {
  const t = useTranslations("tasks");
  const { day, time } = dueParts(task?.dueDate ?? null);
  return (
    <RecordForm
      {...{ action, idempotencyKey, canEdit }}
      label={task ? t("edit") : t("new")}
      add={t("add")}
      record={task}
      idName="taskId"
    >
      <Field
        name="title"
        label={t("what")}
        defaultValue={task?.title}
        maxLength={200}
        required
        className="sm:col-span-2"
      />
      <Field name="dueDate" type="date" label={t("due")} defaultValue={day} help={t("inZone", { timezone })} />
      <Field name="dueTime" type="time" label={t("dueTime")} defaultValue={time} help={t("dueTimeHelp")} />
      <SelectField
        name="priority"
        label={t("priorityLabel")}
        defaultValue={task?.priority ?? "medium"}
        choices={TASK_PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
      />
      <SelectField
        name="status"
        label={t("statusLabel")}
        defaultValue={task?.status ?? "todo"}
        choices={TASK_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
      <LookupField
        key={customer?.id}
        name="accountId"
        label={t("customer")}
        source="/api/portal/lookup/customers"
        choice={customer}
        help={t("customerHelp")}
      />
      <SelectField
        name="assigneeId"
        label={t("assignee")}
        defaultValue={task?.assigneeId ?? ""}
        empty={t("nobody")}
        choices={people}
      />
      <TextAreaField
        name="description"
        label={t("description")}
        defaultValue={task?.description ?? ""}
        maxLength={5_000}
        className="sm:col-span-2"
      />
    </RecordForm>
  );
}
