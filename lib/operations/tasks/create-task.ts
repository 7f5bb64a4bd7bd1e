import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
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
    "Adds something to do, by itself or about a customer (accountId): a call back, a follow-up. Without assigneeId it is for the person behind the key, with null for nobody yet. dueDate counts in the company's time zone. Nobody is reminded: what is due stands in list_tasks and on the portal's Tasks page. Next: list_tasks, update_task with status done.",
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
    assigneeId: assigneeId
      .nullable()
      .optional()
      .meta({
        description:
          "Team member who does it: id or userId from list_staff. Default the person behind the key; null: nobody.",
        examples: ["mem_0OaZ3kP9x1yB7cD2eF4gH6jK"],
      }),
  }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `Task "${task.title}"${task.dueSpoken ? ` due ${task.dueSpoken}` : ""} created`,
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
        ...(await taskColumns(context, { ...input, assigneeId: await assigneeOf(context, input.assigneeId) })),
      },
      include: WITH_ACCOUNT,
    });
    const task = toTaskView(row, timezone);
    note({ entityId: task.id, after: task });
    return { task };
  },
});

/** Who does it: as told, else the person who asks, if that is a member. */
async function assigneeOf({ db, caller }: TenantContext, told: string | null | undefined): Promise<string | null> {
  if (told !== undefined || !caller.userId) return told ?? null;
  const own = await db.membership.findFirst({
    where: { userId: caller.userId, removedAt: null },
    select: { id: true },
  });
  return own?.id ?? null;
}
