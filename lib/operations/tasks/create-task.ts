import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { deleteTask } from "./delete-task";
import { taskFields, taskView, toTaskView } from "./task";
import { taskColumns, WITH_ACCOUNT } from "./task-values";

const deletion = (): AnyOperation => deleteTask;
const { title, description, status, priority, dueDate, accountId, assigneeId } = taskFields;

export const createTask = defineOperation({
  name: "create_task",
  title: "Create a task",
  description:
    "Adds something to do, by itself or about a customer (accountId): a call back, a follow-up. dueDate counts in the company's time zone; get_workspace_overview tells the local time. Next: list_tasks, update_task with status done.",
  area: "tasks",
  effect: "create",
  scopes: ["tasks:write"],
  input: z.strictObject({
    title,
    description: description.optional(),
    status: status
      .default("todo")
      .meta({ description: "todo, in_progress, done or cancelled. Default todo.", examples: ["todo"] }),
    priority: priority
      .default("medium")
      .meta({ description: "low, medium, high or urgent. Default medium.", examples: ["high"] }),
    dueDate: dueDate.optional(),
    accountId: accountId.optional(),
    assigneeId: assigneeId.optional(),
  }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `Task "${task.title}"${task.dueDate ? ` due ${task.dueDate}` : ""} created`,
  undo: undoById(deletion, "taskId"),

  async run(context, input) {
    const { db, caller, note } = context;
    const { organisationId, companyId, timezone } = caller.workspace;
    const row = await db.task.create({
      data: {
        organisationId,
        companyId,
        id: newId("task"),
        title: input.title,
        description: input.description ?? null,
        priority: input.priority,
        createdByLabel: caller.actor.label,
        ...(await taskColumns(context, input)),
      },
      include: WITH_ACCOUNT,
    });
    const task = toTaskView(row, timezone);
    note({ entityId: task.id, after: task });
    return { task };
  },
});
