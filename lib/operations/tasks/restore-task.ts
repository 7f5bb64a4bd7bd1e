import "server-only";
import { z } from "zod";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { deleteTask } from "./delete-task";
import { taskIdField, taskView, toTaskView } from "./task";
import { requireTask } from "./task-values";

const deletion = (): AnyOperation => deleteTask;

export const restoreTask = defineOperation({
  name: "restore_task",
  title: "Restore a task",
  description: "Brings a deleted task back as it was.",
  area: "tasks",
  effect: "update",
  scopes: ["tasks:write"],
  input: z.strictObject({ taskId: taskIdField }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `Task "${task.title}" is back`,
  undo: undoById(deletion, "taskId"),

  async run({ db, caller, note }, { taskId }) {
    await lockRow(db, "tasks", taskId);
    const row = await db.task.findFirst({ where: { id: taskId, deletedAt: { not: null } } });
    if (!row) throw noSuch("taskId", "deleted task", "list_tasks");
    await db.task.updateMany({ where: { id: taskId }, data: { deletedAt: null, version: { increment: 1 } } });
    note({ entityId: taskId, before: { deletedAt: row.deletedAt?.toISOString() ?? null }, after: { deletedAt: null } });
    return { task: toTaskView(await requireTask(db, taskId), caller.workspace.timezone) };
  },
});
