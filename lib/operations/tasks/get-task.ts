import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { taskIdField, taskView, toTaskView } from "./task";
import { requireTask } from "./task-values";

export const getTask = defineOperation({
  name: "get_task",
  title: "Get a task",
  description:
    "Shows one task with the instant it is due (UTC) and the company's time zone. Change it with update_task.",
  area: "tasks",
  effect: "read",
  scopes: ["tasks:read"],
  input: z.strictObject({ taskId: taskIdField }),
  output: z.object({ task: taskView }),
  renderType: "record",
  summary: ({ task }) => `${task.title}: ${task.status}`,

  async run({ db, caller }, { taskId }) {
    return { task: toTaskView(await requireTask(db, taskId), caller.workspace.timezone) };
  },
});
