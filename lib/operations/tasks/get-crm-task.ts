import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { accountBrief, toAccountBrief } from "../accounts/account";
import { taskIdField, taskView, toTaskView } from "./task";
import { requireTask } from "./task-values";

export const getCrmTask = defineOperation({
  name: "get_crm_task",
  title: "Get a follow-up task with its customer",
  description:
    "Shows one task with the instant it is due (UTC), the company's time zone, and the customer it is about with mail and phone, so that the follow-up can begin; customer is null when the task is about nobody. get_task shows the task alone. Next: get_member_profile; when it is done update_task.",
  area: "tasks",
  effect: "read",
  scopes: ["tasks:read", "contacts:read"],
  input: z.strictObject({ taskId: taskIdField }),
  output: z.object({ task: taskView, customer: accountBrief.nullable() }),
  renderType: "record",
  summary: ({ task, customer }) => `${task.title}${customer ? ` for ${customer.name}` : ""}: ${task.status}`,

  async run({ db, caller }, { taskId }) {
    const row = await requireTask(db, taskId);
    const account = row.accountId
      ? await db.account.findFirst({ where: { id: row.accountId, deletedAt: null } })
      : null;
    return {
      task: toTaskView(row, caller.workspace.timezone),
      customer: account ? toAccountBrief(account, caller.role === "staff") : null,
    };
  },
});
