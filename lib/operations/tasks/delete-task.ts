import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { restoreTask } from "./restore-task";
import { taskIdField, taskView, toTaskView } from "./task";
import { requireTask } from "./task-values";

const restoration = (): AnyOperation => restoreTask;

export const deleteTask = defineOperation({
  name: "delete_task",
  title: "Delete a task",
  description:
    "Removes a task from the lists; restore_task brings it back. A task that is done wants update_task instead.",
  area: "tasks",
  effect: "delete",
  scopes: ["tasks:write"],
  input: z.strictObject({ taskId: taskIdField }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `Task "${task.title}" deleted`,
  undo: undoById(restoration, "taskId"),

  async run({ db, caller, note }, { taskId }) {
    await lockRow(db, "tasks", taskId);
    const before = toTaskView(await requireTask(db, taskId), caller.workspace.timezone);
    const deletedAt = new Date();
    await db.task.updateMany({ where: { id: taskId }, data: { deletedAt, version: { increment: 1 } } });
    const task = { ...before, deletedAt: deletedAt.toISOString(), version: before.version + 1 };
    note({ entityId: taskId, before, after: { deletedAt: task.deletedAt } });
    return { task };
  },
});
