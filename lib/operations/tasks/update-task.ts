import "server-only";
import { z } from "zod";
import { expectedVersionField } from "@/lib/kernel/fields";
import { differences, undoUpdate } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { clearable } from "../accounts/account";
import { TASK_FIELDS, taskFields, taskIdField, taskView, toTaskView } from "./task";
import { requireTask, taskColumns } from "./task-values";

const self = (): AnyOperation => updateTask;
const { title, description, status, priority, dueDate, accountId, assigneeId } = taskFields;

export const updateTask = defineOperation({
  name: "update_task",
  title: "Update a task",
  description:
    "Changes the named fields of a task and leaves the others; null clears a field. status done finishes it. Pass expectedVersion to be told when somebody changed it meanwhile.",
  area: "tasks",
  effect: "update",
  scopes: ["tasks:write"],
  input: z.strictObject({
    taskId: taskIdField,
    title: title.optional(),
    description: clearable(description),
    status: status.optional(),
    priority: priority.optional(),
    dueDate: clearable(dueDate),
    accountId: clearable(accountId),
    assigneeId: clearable(assigneeId),
    expectedVersion: expectedVersionField,
  }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `Task "${task.title}" is ${task.status}`,
  undo: undoUpdate(self, "taskId"),

  async run(context, { taskId, expectedVersion, ...values }) {
    const { db, caller, note } = context;
    const { timezone } = caller.workspace;
    await lockRow(db, "tasks", taskId);
    const row = await requireTask(db, taskId);
    const before = toTaskView(row, timezone);
    requireVersion(row.version, expectedVersion, taskView, () => before);
    const columns = await taskColumns(context, {
      ...values,
      status: values.status === row.status ? undefined : values.status,
    });
    await db.task.updateMany({
      where: { id: taskId },
      data: {
        ...(values.title === undefined ? {} : { title: values.title }),
        ...(values.description === undefined ? {} : { description: values.description }),
        ...(values.priority === undefined ? {} : { priority: values.priority }),
        ...columns,
        version: { increment: 1 },
      },
    });
    const task = toTaskView(await requireTask(db, taskId), timezone);
    note({ entityId: taskId, ...differences(before, task, TASK_FIELDS) });
    return { task };
  },
});
